import { describe, expect, it } from "vitest";
import { errorLine } from "./error-line.ts";
import { makeRoomCode } from "./protocol/index.ts";

describe("errorLine", () => {
  it("tells an error's name, message and place", () => {
    expect(errorLine(new TypeError("x is not a function"))).toMatch(/^TypeError: x is not a function at /);
  });

  it("says only what kind of thing else was thrown", () => {
    expect(errorLine("a secret")).toBe("thrown: string");
    expect(errorLine(null)).toBe("thrown: object");
  });

  it("takes out tokens, addresses, queries and codes", () => {
    const code = makeRoomCode(new Uint8Array([1, 2, 3, 4, 5]));
    const token = "eyJhbGciOiJIUzI1NiJ9.eyJraW5kIjoiZ3Vlc3QifQ.c2lnbmF0dXJlLWlzLWhlcmU";
    const error = new Error(
      `${code} ${token} 192.168.1.5 2001:db8::7 ::1 /r/${code.toLowerCase()}?t=1 #t=${token} at 12:30`,
    );
    expect(errorLine(error)).toMatch(/^Error: \[code\] \[token\] \[address\] \[address\] \[address\] \/r\/\[code\]/);
    expect(errorLine(error)).not.toContain("t=");
  });

  it("is short, however long the message is", () => {
    expect(errorLine(new Error("a.".repeat(1_000_000))).length).toBeLessThanOrEqual(400);
  });
});
