import { expect, it } from "vitest";
import { ownPlaces, type PlaceEnds } from "./places.ts";
import type { Wire, WireEnds } from "./wire.ts";

/** A room that keeps what it is given. */
function door() {
  const heard: (string | Uint8Array)[] = [];
  const wires: Wire[] = [];
  let closed = 0;
  const accept = (_place: string, _id: string, wire: Wire) => {
    wires.push(wire);
    const ends: WireEnds = { message: (data) => heard.push(data), closed: () => void closed++ };
    wire.listen(ends);
  };
  const reports: string[] = [];
  const open = ownPlaces({ rooms: { accept }, worlds: { has: (realm) => realm === "here", accept } }, (_error, where) =>
    reports.push(where),
  );
  return { open, heard, wires, reports, closed: () => closed };
}

/** A client that writes down what it is told. */
function client(told: string[]): PlaceEnds {
  return {
    opened: () => told.push("opened"),
    text: (text) => told.push(text),
    bytes: (frame) => told.push(`${frame.length} bytes`),
    closed: (code, reason) => told.push(`closed ${code} ${reason}`),
  };
}

const turn = () => new Promise((done) => setImmediate(done));

it("tells texts in order, once who speaks is done, and the end after them", async () => {
  const { open, wires, closed } = door();
  const told: string[] = [];
  open({ kind: "realm", realm: "here" }, client(told));
  await turn();
  wires[0]?.text("one");
  wires[0]?.bytes(new Uint8Array(3));
  wires[0]?.text("two");
  wires[0]?.close(4000, "BYE");
  wires[0]?.text("never");
  expect(told).toEqual(["opened", "3 bytes"]);
  await turn();
  expect(told).toEqual(["opened", "3 bytes", "one", "two", "closed 4000 BYE"]);
  expect(closed()).toBe(1);
});

it("passes on what clients say, and tells those who left nothing more", async () => {
  const { open, heard, wires, closed } = door();
  const told: string[] = [];
  const line = open({ kind: "room", code: "259DJ9" }, client(told));
  await turn();
  line.text("a");
  line.text("b");
  await turn();
  wires[0]?.text("late");
  line.close();
  await turn();
  expect([heard, told, closed(), wires[0]?.isOpen]).toEqual([["a", "b"], ["opened"], 1, false]);
});

it("refuses realms that are not there, and lets a client go that throws", async () => {
  const { open, wires, reports } = door();
  const told: string[] = [];
  open({ kind: "realm", realm: "nowhere" }, client(told));
  await turn();
  await turn();
  expect(told).toEqual(["opened", "closed 4004 REALM_NOT_FOUND"]);
  const broken = {
    ...client(told),
    text: () => {
      throw new Error("a fault of the client");
    },
  };
  open({ kind: "realm", realm: "here" }, broken);
  await turn();
  wires[0]?.text("x");
  await turn();
  await turn();
  expect(reports).toEqual(["a client of this process"]);
  expect(told.at(-1)).toBe("closed 1006 ");
});
