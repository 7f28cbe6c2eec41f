import { describe, expect, it } from "vitest";
import { codeInPath, spoken, tokensInHash } from "./address.ts";

describe("codeInPath", () => {
  it.each([
    ["/r/4327XK", "4327XK"],
    ["/host/4327xk", "4327XK"],
    ["/r/432-7xk", "4327XK"],
    ["/r/432%207XK", "4327XK"],
    ["/r/4327XX", null],
    ["/r/", null],
    ["/r", null],
    ["/r/%E0%A4%A", null],
    [`/r/${"4".repeat(5_000)}`, null],
  ])("%s", (path, code) => {
    expect(codeInPath(path).code).toBe(code);
  });

  it("gives back what stands there, to be mended", () => {
    expect(codeInPath("/r/hello%20you").typed).toBe("hello you");
  });
});

describe("tokensInHash", () => {
  it.each([
    ["#t=abc", { token: "abc", screen: null }],
    ["#t=a.b-c_d&s=x.y", { token: "a.b-c_d", screen: "x.y" }],
    ["#", { token: null, screen: null }],
    ["#t=", { token: null, screen: null }],
    ["", { token: null, screen: null }],
  ])("%s", (hash, tokens) => {
    expect(tokensInHash(hash)).toEqual(tokens);
  });
});

it("an address is spoken without its scheme", () => {
  expect(spoken("https://quiz.example/r/4327XK")).toBe("quiz.example/r/4327XK");
});
