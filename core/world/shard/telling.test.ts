import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Actor, isWitness, type WorldEvent } from "../events.ts";
import { prose } from "../text/prose.ts";
import { type People, Telling } from "./telling.ts";

const actor: fc.Arbitrary<Actor> = fc.constantFrom(
  { entity: 1, name: "Anna", kind: "player" as const },
  { entity: 2, name: "Ben", kind: "player" as const },
  { entity: 9, name: "goat", kind: "npc" as const },
);
const area = fc.constantFrom("hall", "yard");
const item: Actor = { entity: 20, name: "mug", kind: "item" };
const door: Actor = { entity: 30, name: "oak door", kind: "door" };

const event: fc.Arbitrary<WorldEvent> = fc.oneof(
  fc.record({
    type: fc.constantFrom("said" as const, "emoted" as const, "called" as const),
    area,
    who: actor,
    text: fc.string(),
  }),
  fc.record({ type: fc.constant("told" as const), area, who: actor, to: actor, text: fc.string() }),
  fc.record({ type: fc.constant("narrated" as const), area, text: fc.string() }),
  fc.record({ type: fc.constant("narrated" as const), area, text: fc.string(), to: actor }),
  fc.record({ type: fc.constantFrom("woke" as const, "slept" as const, "stood" as const), area, who: actor }),
  fc.record({ type: fc.constant("left" as const), area, who: actor, direction: fc.constant(null), to: area }),
  fc.record({
    type: fc.constant("opened" as const),
    area,
    beyond: area,
    who: fc.option(actor),
    door: fc.constant(door),
  }),
  fc.record({ type: fc.constant("gave" as const), area, who: actor, item: fc.constant(item), to: actor }),
  fc.record({ type: fc.constant("lit" as const), area, light: fc.constant("lamp") }),
);

/** Member 0 is Anna, 1 is Ben, the others have no part in anything. */
const people = fc.record({
  areas: fc.array(fc.option(area), { minLength: 5, maxLength: 5 }),
  muted: fc.array(fc.subarray([1, 2, 9]), { minLength: 5, maxLength: 5 }),
});

describe("what is told of a tick", () => {
  it("is to each what it would be if it were put into words for them alone", () => {
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 6 }), people, (events, { areas, muted }) => {
        const world: People = {
          viewer: (member) => {
            const at = areas[member] ?? null;
            return at === null ? null : { entity: member + 1 + (member > 1 ? 100 : 0), area: at };
          },
          hears: (member, entity) => muted[member]?.includes(entity) !== true,
        };
        const telling = new Telling(events, world);
        for (const member of [0, 1, 2, 3, 4]) expect(telling.textFor(member)).toBe(alone(events, world, member));
      }),
    );
  });

  it("is nothing to who is not in, or where nobody is", () => {
    const events: WorldEvent[] = [{ type: "dawned", area: "hall" }];
    const telling = new Telling(events, { viewer: () => null, hears: () => true });
    expect([telling.textFor(null), telling.textFor(3)]).toEqual(["", ""]);
  });
});

function alone(events: readonly WorldEvent[], world: People, member: number): string {
  const viewer = world.viewer(member);
  if (!viewer) return "";
  const told = events.flatMap((one) => {
    const isHeard = !("who" in one) || !one.who || world.hears(member, one.who.entity);
    return isHeard && isWitness(one, viewer) ? [{ type: one.type, text: prose(one, viewer) }] : [];
  });
  return told.length === 0 ? "" : JSON.stringify(told);
}
