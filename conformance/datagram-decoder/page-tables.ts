import { blocksOf, codesIn, readPage, tableOf } from "../page.ts";

const page = readPage("docs/protocol.md");

/** A kind of packet, as the page's table has it. */
export interface PacketRow {
  kind: number;
  name: string;
  to: string;
  /** Bytes in the clear, and the numbers of sealed ones that are possible. */
  clear: number;
  sealed: { least: number; most: number };
}

/** Sizes that a cell names: `u16` and the like, and “364 bytes”, “at most 123 bytes”, “8 to 1,200 bytes”. */
function sizesIn(cell: string): { least: number; most: number } {
  const fixed = codesIn(cell).reduce((sum, code) => sum + (/^u\d+$/.test(code) ? Number(code.slice(1)) / 8 : 0), 0);
  const plain = cell.replaceAll(",", "");
  const [, from, to] = /(\d+) to (\d+) bytes/.exec(plain) ?? [];
  if (from) return { least: fixed + Number(from), most: fixed + Number(to) };
  const [, most] = /at most (\d+) bytes/.exec(plain) ?? [];
  if (most) return { least: fixed, most: fixed + Number(most) };
  const exact = fixed + Number(/(\d+) bytes/.exec(plain)?.[1] ?? 0);
  return { least: exact, most: exact };
}

export const packetRows: PacketRow[] = tableOf(page, ["lower half", "name", "goes to", "in the clear", "sealed"]).map(
  (row) => ({
    kind: Number(row["lower half"]),
    name: codesIn(row["name"] ?? "")[0] ?? "",
    to: row["goes to"] ?? "",
    clear: sizesIn(row["in the clear"] ?? "").most,
    sealed: sizesIn(row["sealed"] ?? ""),
  }),
);

/** A kind of message: the types of the numbers before its bytes, by name. */
export interface MessageRow {
  kind: number;
  name: string;
  to: string;
  fields: { type: string; name: string }[];
  /** What the table says of the length. */
  most: number;
  isExact: boolean;
}

export const messageRows: MessageRow[] = tableOf(page, ["first byte", "name", "goes to", "then"]).map((row) => {
  const then = (row["then"] ?? "").replaceAll(",", "");
  const fields = [...then.matchAll(/`(u\d+)` (\w+)/g)].map(([, type = "", name = ""]) => ({ type, name }));
  const [, exact] = /which is (\d+)/.exec(then) ?? [];
  const [, most] = /up to (\d+)/.exec(then) ?? [];
  const name = codesIn(row["name"] ?? "")[0] ?? "";
  return {
    kind: Number(row["first byte"]),
    name,
    to: row["goes to"] ?? "",
    fields,
    most: Number(exact ?? most),
    isExact: exact !== undefined,
  };
});

/** Where the parts of a request lie. */
export const requestRows = tableOf(page, ["from byte", "bytes", "in a request"]).map((row) => ({
  at: Number(row["from byte"]),
  length: Number(row["bytes"]?.replaceAll(",", "")),
  what: row["in a request"] ?? "",
}));

const digits = codesIn(requestRows.find(({ what }) => what.includes("version"))?.what ?? "")[0] ?? "";
export const version = Buffer.from(digits.replaceAll(/\s/g, ""), "hex");

/** Where the parts of an opened token lie, by name. */
export const tokenRows = new Map(
  tableOf(page, ["byte of the token", "bytes", "what"])
    .filter((row) => row["bytes"])
    .map((row) => [
      codesIn(row["what"] ?? "")[0] ?? row["what"] ?? "",
      { at: Number(row["byte of the token"]), length: Number(row["bytes"]) },
    ]),
);

export const limitRows = tableOf(page, ["limit", "value", "of what"]).map((row) => ({
  name: codesIn(row["limit"] ?? "")[0] ?? "",
  value: Number(row["value"]?.replaceAll(",", "")),
  what: row["of what"] ?? "",
}));

/** The page's packets of a connection, and what it says of them. */
export const examplePackets = (
  blocksOf(page)
    .find(({ info }) => info === "packets")
    ?.text.trim()
    .split("\n") ?? []
).map((line) => ({
  to: line.startsWith("→") ? ("server" as const) : ("client" as const),
  packet: Buffer.from(line.slice(2), "hex"),
}));
export const exampleRows = tableOf(page, ["packet", "number", "of kind", "acknowledges", "with"]);
