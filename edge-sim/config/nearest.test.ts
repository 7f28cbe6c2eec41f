import { expect, it } from "vitest";
import { nearest } from "./nearest.ts";

const names = ["--port", "--host", "--telnet", "--uplink", "--udp"];

it.each([
  ["--prot", "--port"],
  ["--ports", "--port"],
  ["--TELNET", "--telnet"],
  ["--telnt", "--telnet"],
  ["--upd", "--udp"],
  ["--link", "--uplink"],
  ["--verbose", null],
  ["", null],
])("%s was probably meant to be %s", (word, meant) => {
  expect(nearest(word, names)).toBe(meant);
});
