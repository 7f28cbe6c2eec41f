import { blocksOf, codesIn, readPage, tableOf } from "./page.ts";
import { type PageTypes, readTypes } from "./page-types.ts";
import type { Schema } from "./snapshot-decoder/schema.ts";

const page = readPage("docs/protocol.md");

/** All types of docs/protocol.md, the codes of errors among them. */
export function typesOfProtocol(): PageTypes {
  const texts = blocksOf(page).filter(({ info }) => info === "ts");
  const types = readTypes(texts.map(({ text }) => text).join("\n"));
  const codes = tableOf(page, ["code", "status", "message"]).map((row) => codesIn(row["code"] ?? "")[0] ?? "");
  types.set("ErrorCode", { kind: "union", of: codes.map((value) => ({ kind: "literal", value })) });
  return types;
}

/** A motion frame taken apart by the page's table: every number of its head by name, and where the snapshot begins. */
export interface PageMotionFrame {
  head: Record<string, number>;
  flags: Record<string, boolean>;
  snapshot: Uint8Array;
}

const flags = tableOf(page, ["flag", "value", "what"]).map((row) => ({
  name: codesIn(row["flag"] ?? "")[0] ?? "",
  value: Number(row["value"]),
}));
const head = tableOf(page, ["byte", "type", "name", "what"]).map((row) => ({
  at: Number(row["byte"]),
  type: codesIn(row["type"] ?? "")[0] ?? "",
  name: codesIn(row["name"] ?? "")[0] ?? "",
}));
const ownFrom = 2;

/** `null`: by the page it is no motion frame. */
export function readMotion(frame: Uint8Array): PageMotionFrame | null {
  const [kind = 0, bits = 0] = frame;
  const known = flags.reduce((sum, { value }) => sum + value, 0);
  if (frame.length < ownFrom || kind !== 1 || (bits & ~known) !== 0) return null;
  const said: Record<string, boolean> = Object.fromEntries(
    flags.map(({ name, value }) => [name, (bits & value) !== 0]),
  );
  if (said["life"] && !said["own"]) return null;
  const fields = head.filter(({ at, name }) => at < ownFrom || (said["own"] && (name !== "life" || said["life"])));
  const end = Math.max(...fields.map(({ at, type }) => at + bytesOf(type)));
  if (frame.length < end) return null;
  const numbers = fields.map(({ at, type, name }) => [name, numberAt(frame, at, type)] as const);
  return { head: Object.fromEntries(numbers), flags: said, snapshot: frame.subarray(end) };
}

function bytesOf(type: string): number {
  return Number(type.slice(1)) / 8;
}

function numberAt(frame: Uint8Array, at: number, type: string): number {
  const value = frame.subarray(at, at + bytesOf(type)).reduce((sum, byte) => sum * 256 + byte, 0);
  const half = 2 ** (8 * bytesOf(type) - 1);
  return type.startsWith("i") && value >= half ? value - 2 * half : value;
}

/** The schema of a world's snapshots, by the page's rules and its table of kinds. */
export function worldSchema(areas: readonly { box: { min: readonly number[]; max: readonly number[] } }[]): Schema {
  const [, margin] = /, less\n?\s*(\d+) m/.exec(page) ?? [];
  const [, resolution] = /`resolution` is 1\/(\d+) m/.exec(page) ?? [];
  const [, bits] = /Orientations have (\d+) bits a part/.exec(page) ?? [];
  const axes = [0, 1, 2];
  return {
    min: axes.map((axis) => Math.floor(Math.min(...areas.map(({ box }) => box.min[axis] ?? 0))) - Number(margin)),
    max: axes.map((axis) => Math.ceil(Math.max(...areas.map(({ box }) => box.max[axis] ?? 0))) + Number(margin)),
    resolution: 1 / Number(resolution),
    orientationBits: Number(bits),
    kinds: tableOf(page, ["kind", "rotates", "fields", "position"]).map((row) => ({
      name: codesIn(row["kind"] ?? "")[0] ?? "",
      rotates: row["rotates"] === "yes",
      fields: [...(row["fields"] ?? "").matchAll(/`(\w+)` (\d+)/g)].map(([, name = "", width]) => ({
        name,
        bits: Number(width),
      })),
    })),
  };
}

/** The lines of the page's example of a stay: text frames parsed, binary ones as bytes. */
export function exampleStay(): { way: "said" | "heard"; frame: object | Uint8Array }[] {
  const [block] = blocksOf(page).filter(({ info }) => info === "stay");
  return (block?.text.trim().split("\n") ?? []).map((line) => {
    const text = line.slice(2);
    const isBinary = /^[0-9a-f]+$/.test(text);
    const frame = isBinary
      ? Uint8Array.from(text.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
      : JSON.parse(text);
    return { way: line.startsWith("→") ? "said" : "heard", frame: frame as object | Uint8Array };
  });
}
