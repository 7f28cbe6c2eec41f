import { BODY_MAX_BYTES, fail, ok, type Result } from "../core/protocol/index.ts";

/**
 * The JSON of a request's body. The cap counts what really arrives, whatever `content-length` says or
 * leaves out, and reading stops there. BAD_REQUEST for another content type or text that is no JSON,
 * BODY_TOO_LARGE.
 */
export async function readJson(request: Request): Promise<Result<unknown>> {
  if (!isJson(request.headers.get("content-type"))) return fail("BAD_REQUEST", { reason: "content-type" });
  if (Number(request.headers.get("content-length")) > BODY_MAX_BYTES) return tooLarge;
  const bytes = await readCapped(request.body, BODY_MAX_BYTES);
  if (!bytes) return tooLarge;
  try {
    return ok(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown);
  } catch {
    return fail("BAD_REQUEST", { reason: "not JSON" });
  }
}

const tooLarge = fail("BODY_TOO_LARGE", { most: BODY_MAX_BYTES });

function isJson(contentType: string | null): boolean {
  return contentType?.split(";")[0]?.trim().toLowerCase() === "application/json";
}

/** All bytes of a stream, or `null` as soon as there are more than `most`. */
async function readCapped(body: ReadableStream<Uint8Array> | null, most: number): Promise<Uint8Array | null> {
  const bytes = new Uint8Array(most);
  let size = 0;
  const reader = body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    if (size + part.value.byteLength > most) {
      // Nobody waits for this: a sender that ignores it must not hold up the refusal.
      reader?.cancel().catch(() => undefined);
      return null;
    }
    bytes.set(part.value, size);
    size += part.value.byteLength;
  }
  return bytes.subarray(0, size);
}
