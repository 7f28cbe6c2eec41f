import { describe, expect, it } from "vitest";
import { readAddress } from "./server-address.ts";
import { readOptions } from "./watch-options.ts";

describe("an address", () => {
  it.each([
    ["localhost", "http://localhost:8787", null],
    ["192.168.1.5", "http://192.168.1.5:8787", null],
    ["skerry.local:9000", "http://skerry.local:9000", null],
    ["host:80", "http://host", null],
    ["::1", "http://[::1]:8787", null],
    ["[fe80::1]:9000", "http://[fe80::1]:9000", null],
    ["https://quiz.example", "https://quiz.example", null],
    ["http://quiz.example/", "http://quiz.example", null],
    ["http://10.0.0.2:8787/world/Whisperwood", "http://10.0.0.2:8787", "whisperwood"],
    ["skerry.local/world/golden-dragon", "http://skerry.local:8787", "golden-dragon"],
  ])("%s is %s", (text, origin, realm) => {
    expect(readAddress(text)).toEqual({ origin, realm });
  });

  it.each(["", "ftp://host", "host:99999", "http://", "a b", "ws://host"])("%j is none", (text) => {
    expect(readAddress(text)).toBeNull();
  });
});

describe("the viewer's command line", () => {
  it("has a default for everything", () => {
    expect(readOptions([])).toEqual({
      is: "read",
      options: { origin: "http://localhost:8787", realm: null, name: null, transport: "UDP", frames: null, size: null },
    });
  });

  it("takes everything, in any order; a realm that is named counts before that of a page", () => {
    const args = ["--name=Anna B", "host:1/world/one", "--frames", "3", "--tcp", "--realm", "Two", "--size", "100x30"];
    expect(readOptions(args)).toEqual({
      is: "read",
      options: {
        origin: "http://host:1",
        realm: "two",
        name: "Anna B",
        transport: "TCP",
        frames: 3,
        size: { columns: 100, rows: 30 },
      },
    });
    expect(readOptions(["x", "--help"])).toEqual({ is: "help" });
  });

  it.each([
    [["--nam", "x"], "--nam is no flag"],
    [["--frames", "0"], "--frames needs"],
    [["--frames"], "--frames needs"],
    [["--size", "20x20"], "--size needs"],
    [["--size", "9999x30"], "--size needs"],
    [["--name"], "--name needs"],
    [["--realm="], "--realm needs"],
    [["a", "b"], "ADDRESS is given twice"],
    [["host:99999"], "is no address"],
  ])("says what is wrong with %j", (args, fault) => {
    const read = readOptions(args);
    expect(read.is === "faulty" ? read.faults.join() : "").toContain(fault);
  });
});
