import fc from "fast-check";
import { expect, it } from "vitest";
import { BatchWriter, type News, readBatch } from "./batch.ts";

const connection = fc.integer({ min: 0, max: 0xffffffff });
const text = fc.string({ unit: "grapheme", maxLength: 200 });
const news: fc.Arbitrary<News> = fc.oneof(
  fc.record({ type: fc.constantFrom("opened" as const, "text" as const, "count" as const), connection, text }),
  fc.record({ type: fc.constant("bytes" as const), connection, bytes: fc.uint8Array({ maxLength: 1_200 }) }),
  fc.record({ type: fc.constant("closed" as const), connection, code: fc.integer({ min: 0, max: 0xffff }), text }),
);

function put(writer: BatchWriter, one: News): void {
  if (one.type === "opened") writer.opened(one.connection, one.text);
  else if (one.type === "text") writer.text(one.connection, one.text);
  else if (one.type === "bytes") writer.bytes(one.connection, one.bytes);
  else if (one.type === "closed") writer.closed(one.connection, one.code, one.text);
  else writer.count(one.text, one.connection);
}

function read(batch: Uint8Array): News[] {
  const all: News[] = [];
  readBatch(batch, (one) => all.push(one.type === "bytes" ? { ...one, bytes: new Uint8Array(one.bytes) } : one));
  return all;
}

it("a batch is read as it was written, and the next one begins anew", () => {
  const writer = new BatchWriter();
  fc.assert(
    fc.property(fc.array(news, { maxLength: 60 }), (all) => {
      expect(writer.isEmpty).toBe(true);
      for (const one of all) put(writer, one);
      expect(read(writer.take())).toEqual(all);
    }),
  );
});

it("a batch holds what is larger than it was made for, and may be given away while the next is written", () => {
  const writer = new BatchWriter();
  const long = "ß".repeat(100_000);
  writer.text(1, long);
  writer.utf8(2, new TextEncoder().encode("größer"));
  const first = writer.take();
  writer.text(3, "other");
  expect(read(first)).toEqual([
    { type: "text", connection: 1, text: long },
    { type: "text", connection: 2, text: "größer" },
  ]);
  expect(first.buffer).not.toBe(writer.take().buffer);
});
