import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GmcpSupport, gmcpBytes, readGmcp } from "./gmcp.ts";

const read = (text: string) => readGmcp(new TextEncoder().encode(text));

describe("GMCP", () => {
  it("reads names and JSON, with and without a space between", () => {
    expect(read('Core.Hello {"client":"Mudlet"}')).toEqual({ name: "Core.Hello", data: { client: "Mudlet" } });
    expect(read('Char.Login{"name":"Änna"}')).toEqual({ name: "Char.Login", data: { name: "Änna" } });
    expect(read("Core.Ping")).toEqual({ name: "Core.Ping", data: null });
    expect(read("Core.Ping 120 ")).toEqual({ name: "Core.Ping", data: 120 });
  });

  it("refuses what has no name, is not JSON, or is nested too deep", () => {
    const bad = ["", "{}", '"x" 1', "9x {}", "a\u001b {}", "Room.Info {", "Room.Info nonsense", `${"n".repeat(65)} 1`];
    for (const text of bad) expect([text, read(text)]).toEqual([text, null]);
    expect(read(`X ${"[".repeat(8_000)}`)).toBeNull();
    expect(read(`X ${"[".repeat(17)}${"]".repeat(17)}`)).toBeNull();
    expect(read(`X ${"[".repeat(16)}${"]".repeat(16)}`)).not.toBeNull();
    expect(read(`X "${"[".repeat(50)}\\""`)).toEqual({ name: "X", data: `${"[".repeat(50)}"` });
  });

  it("takes any bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readGmcp(bytes)));
    fc.assert(
      fc.property(fc.json(), (json) => {
        const message = read(`X ${json}`);
        if (message) expect(message.data).toEqual(JSON.parse(json));
      }),
    );
  });

  it("reads back what it writes", () => {
    const wire = gmcpBytes("Room.Info", { name: "Öre\u0000", exits: ["n"] });
    expect(readGmcp(wire.subarray(3, -2))).toEqual({ name: "Room.Info", data: { name: "Öre\u0000", exits: ["n"] } });
    expect(new TextDecoder().decode(gmcpBytes("Core.Ping").subarray(3, -2))).toBe("Core.Ping");
  });

  it("sends a client the packages that it supports, and what is below them", () => {
    const support = new GmcpSupport();
    expect([support.wants("Room.Info"), support.wants("Core.Goodbye")]).toEqual([false, true]);
    expect(support.receive("Core.Supports.Set", ["Room 1", "Char.Items 1", "Comm 0", 7, { a: 1 }])).toBe(true);
    expect(["Room.Info", "room.wrongdir", "Room", "Char.Items.List"].map((name) => support.wants(name))).not.toContain(
      false,
    );
    expect(["Char", "Char.Vitals", "Comm.Channel", "Roomy.Info"].map((name) => support.wants(name))).not.toContain(
      true,
    );
    support.receive("core.supports.add", ["Char 1"]);
    support.receive("Core.Supports.Remove", ["Room", "Char.Items 1"]);
    expect([support.wants("Char.Vitals"), support.wants("Room.Info")]).toEqual([true, false]);
    support.receive("Core.Supports.Set", []);
    expect(support.wants("Char.Vitals")).toBe(false);
    expect([support.receive("Core.Supports.Set", "Room 1"), support.receive("Core.Supports.Other", [])]).toEqual([
      false,
      false,
    ]);
  });

  it("remembers a bounded number of packages", () => {
    const support = new GmcpSupport();
    support.receive(
      "Core.Supports.Set",
      Array.from({ length: 500 }, (_, i) => `M${i} 1`),
    );
    expect([support.wants("M63.X"), support.wants("M64.X")]).toEqual([true, false]);
  });
});
