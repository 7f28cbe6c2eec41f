import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { readTar, TarFault, tarEnd, tarHeader, tarPadding } from "./tar.ts";

const folder = mkdtempSync(join(tmpdir(), "skerry-tar-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Part {
  name: string;
  bytes: Buffer;
}

function pack(parts: readonly Part[]): Buffer {
  const packed = parts.flatMap(({ name, bytes }) => [
    tarHeader(name, bytes.length, 0),
    bytes,
    tarPadding(bytes.length),
  ]);
  return Buffer.concat([...packed, tarEnd()]);
}

async function* inChunks(bytes: Buffer, sizeBytes: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += sizeBytes) yield bytes.subarray(from, from + sizeBytes);
}

async function unpack(bytes: Buffer, chunkBytes = 1_000): Promise<Part[]> {
  const parts: Part[] = [];
  for await (const { name, body } of readTar(inChunks(bytes, chunkBytes))) {
    const chunks: Buffer[] = [];
    for await (const chunk of body) chunks.push(chunk);
    parts.push({ name, bytes: Buffer.concat(chunks) });
  }
  return parts;
}

const partList = fc.array(
  fc.record({
    name: fc.stringMatching(/^[a-z]{1,20}(\/[a-z]{1,20}){0,2}$/),
    bytes: fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes)),
  }),
  { maxLength: 5 },
);

describe("a tar", () => {
  it("gives back what was put in, however its bytes arrive", async () => {
    await fc.assert(
      fc.asyncProperty(partList, fc.integer({ min: 1, max: 3_000 }), async (parts, chunkBytes) => {
        expect(await unpack(pack(parts), chunkBytes)).toEqual(parts);
      }),
      { numRuns: 60 },
    );
  });

  it("may have entries that nobody reads", async () => {
    const names: string[] = [];
    const parts = [1, 2, 3].map((n) => ({ name: `file${n}`, bytes: Buffer.alloc(n * 700, n) }));
    for await (const { name } of readTar(inChunks(pack(parts), 100))) names.push(name);
    expect(names).toEqual(["file1", "file2", "file3"]);
  });

  it("is read by the system's tar, and the system's is read here", async () => {
    const parts = [
      { name: "keys.json", bytes: Buffer.from("{}") },
      { name: "rooms/ABC.sqlite", bytes: Buffer.alloc(5_000, 7) },
    ];
    writeFileSync(join(folder, "ours.tar"), pack(parts));
    execFileSync("tar", ["-xf", "ours.tar"], { cwd: folder });
    for (const { name, bytes } of parts) expect(readFileSync(join(folder, name)).equals(bytes)).toBe(true);
    const names = parts.map(({ name }) => name);
    execFileSync("tar", ["-cf", "theirs.tar", "--format=ustar", ...names], { cwd: folder });
    expect(await unpack(readFileSync(join(folder, "theirs.tar")))).toEqual(parts);
  });

  it("that is cut off anywhere is refused", async () => {
    const whole = pack([{ name: "a", bytes: Buffer.alloc(600, 1) }]);
    for (let length = 0; length < whole.length; length += 37) {
      await expect(unpack(whole.subarray(0, length)), `${length} bytes`).rejects.toThrow(TarFault);
    }
    expect(await unpack(whole)).toHaveLength(1);
    expect(await unpack(Buffer.concat([whole, Buffer.alloc(5_000)]))).toHaveLength(1);
    await expect(unpack(Buffer.concat([whole, Buffer.alloc(5_000), Buffer.from("x")]))).rejects.toThrow(TarFault);
  });

  it("with a damaged header is refused, whichever of its bytes it is", async () => {
    const whole = pack([{ name: "a", bytes: Buffer.from("hello") }]);
    for (let at = 0; at < 500; at += 3) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 0x15;
      await expect(unpack(damaged), `byte ${at}`).rejects.toThrow(TarFault);
    }
  });

  it("with links, folders or extended headers is refused", async () => {
    mkdirSync(join(folder, "sub"));
    symlinkSync("/etc/passwd", join(folder, "link"));
    writeFileSync(join(folder, "x".repeat(120)), "");
    for (const name of ["sub", "link", "x".repeat(120)]) {
      execFileSync("tar", ["-cf", "odd.tar", "--format=gnu", name], { cwd: folder });
      await expect(unpack(readFileSync(join(folder, "odd.tar"))), name).rejects.toThrow(TarFault);
    }
    expect(() => tarHeader("y".repeat(101), 1, 0)).toThrow(TarFault);
  });
});
