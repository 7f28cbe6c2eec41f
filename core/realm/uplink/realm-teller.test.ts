import { expect, it } from "vitest";
import type { RealmFigures } from "../directory/figures.ts";
import { farReports } from "./realm-teller.ts";

const figures = (realm: string): RealmFigures => ({
  ...{ realm, population: 2, npcs: 1, sockets: 3, ticks: 90, isAwake: true, awakeSeconds: 4.5, asleepSeconds: null },
  ...{ eventsHeld: 1, dollarsPerHour: 0.1 },
});
const summary = (realm: string) => ({ realm, title: realm, summary: "", areas: 4, npcs: 300, population: 2 });

it("tells of a node's own realms, as its lists show them, and of none at nodes of its own", () => {
  const npcs = Array.from({ length: 300 }, (_, i) => ({ realm: "tavern", id: `n-${i}`, title: "N", area: "hall" }));
  const reports = farReports({
    realms: [summary("tavern"), summary("wood"), { ...summary("barn.tavern"), node: "barn" }],
    npcs: [...npcs, { realm: "barn.tavern", id: "x", title: "X", area: "hall", node: "barn" }],
    figures: [figures("tavern"), { ...figures("barn.tavern"), node: "barn" }],
  });
  expect(reports.map(({ realm, npcs }) => [realm, npcs.length])).toEqual([
    ["tavern", 200],
    ["wood", 0],
  ]);
  const [tavern, wood] = reports;
  expect(tavern).toMatchObject({
    areas: 4,
    population: 2,
    sockets: 3,
    ticks: 90,
    awakeSeconds: 5,
    asleepSeconds: null,
  });
  expect(wood).toMatchObject({ population: 2, sockets: 0, isAwake: false, asleepSeconds: null });
  expect(tavern?.npcs[0]).toEqual({ id: "n-0", title: "N", area: "hall" });
});
