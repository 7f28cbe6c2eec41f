import { ByteWriter } from "./bytes.ts";

/** The nonce of a number: four zero bytes, and the number in eight. */
export function nonceOf(number: number): Uint8Array {
  return new ByteWriter(12).u32(0).u64(number).bytes;
}
