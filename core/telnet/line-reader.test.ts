import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COMMAND_LINE_MAX_CHARS } from "../protocol/world-frames.ts";
import { LineReader, type Typed } from "./line-reader.ts";

function typing(...chunks: (string | Uint8Array)[]) {
  const typed: Typed[] = [];
  let shown = "";
  const reader = new LineReader({ typed: (one) => typed.push(one), echo: (text) => (shown += text) });
  for (const chunk of chunks) reader.read(typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk);
  const lines = typed.map((one) => (one.kind === "line" ? one.text : `(${one.kind})`));
  return { lines, reader, shown: () => shown };
}

const linesOf = (...chunks: (string | Uint8Array)[]) => typing(...chunks).lines;

describe("lines", () => {
  it("end with CR LF, CR NUL, LF or a bare CR, several in a segment", () => {
    expect(linesOf("one\r\ntwo\r\0three\nfour\rfive\r\n\r\n")).toEqual(["one", "two", "three", "four", "five", ""]);
    expect(linesOf("one\r", "\ntwo\r", "\0", "three\r")).toEqual(["one", "two", "three"]);
  });

  it("are not begun by a NUL alone: some clients keep their connection by it", () => {
    expect(linesOf("\0", "\0\0lo", "\0ok\n")).toEqual(["look"]);
  });

  it("are taken back by backspace, DEL and Ctrl-U", () => {
    expect(linesOf("loik\b\x7fok\n")).toEqual(["look"]);
    expect(linesOf("\b\b\x7fa😀\x7fb\n")).toEqual(["ab"]);
    expect(linesOf("say nonsense\x15look\n")).toEqual(["look"]);
  });

  it("hold no control characters and no keys, but what was typed after them", () => {
    expect(linesOf("l\x1b[A\x1b[1;5Do\x1bOPo\x07\x1bk\tx\x9d\n")).toEqual(["look x"]);
    expect(linesOf("lo\x1b", "[", "15", "~ok\n")).toEqual(["look"]);
    expect(linesOf("look\x1b[12\nup\n")).toEqual(["look", "up"]);
    expect(linesOf(`a\x1b[${"1".repeat(40)}\n`)).toEqual([`a${"1".repeat(24)}`]);
  });

  it("are UTF-8 across chunks, with U+FFFD for Latin-1", () => {
    const bytes = new TextEncoder().encode("grüße 😀\n");
    expect(linesOf(...[...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(["grüße 😀"]);
    expect(linesOf(Uint8Array.of(0xfc, 0x62, 0x65, 0x72, 0x0d, 0x0a))).toEqual(["\ufffdber"]);
  });

  it("have 500 characters at most; of a longer one nothing is read", () => {
    const most = "a".repeat(COMMAND_LINE_MAX_CHARS);
    expect(linesOf(`${most}\n${most}b\nlook\n`)).toEqual([most, "(overlong)", "look"]);
    expect(linesOf(`${most}bb\x7f\x7f\x7f\nlook\n`)).toEqual(["(overlong)", "look"]);
    expect(linesOf(`${most}bb\x15look\n`)).toEqual(["look"]);
    expect(typing("a".repeat(1_000_000)).reader.begun.length).toBe(COMMAND_LINE_MAX_CHARS);
  });

  it("are not the head of an HTTP request, if that comes first", () => {
    const heads = [
      "GET / HTTP/1.1",
      "POST /x",
      "OPTIONS * HTTP/1.1",
      "CONNECT a.b:80",
      "PRI * HTTP/2.0",
      "HEAD http://x",
    ];
    for (const head of heads) expect(linesOf(head)).toEqual(["(http)"]);
    for (const name of ["GET", "get /", "Gettysburg", "GETTY / SON", "PUT on"])
      expect(linesOf(`${name}\n`)).toEqual([name]);
    expect(linesOf("Anna\nGET / HTTP\n")).toEqual(["Anna", "GET / HTTP"]);
  });

  it("are shown as they are typed to those who ask for it", () => {
    expect(typing("ab\x7fc\r\n").shown()).toBe("ab\b \bc\r\n");
    expect(typing("abc\x15\x7f").shown()).toBe("abc\b \b\b \b\b \b");
  });

  it("are the same however they are cut, whatever is typed", () => {
    const piece = fc.constantFrom("a", "é", "😀", "\r", "\n", "\0", "\b", "\x7f", "\x15", "\x1b", "[", "O", "1", "~");
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: "binary" })), { maxLength: 60 }), (pieces) => {
        const bytes = new TextEncoder().encode(pieces.join(""));
        const whole = typing(bytes);
        const cut = typing(...[...bytes].map((byte) => Uint8Array.of(byte)));
        expect(cut.lines).toEqual(whole.lines);
        expect(cut.shown()).toBe(whole.shown());
        expect(whole.lines.join("")).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});
