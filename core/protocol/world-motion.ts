import { FACING_BITS, PLAN_BITS } from "./motion-fields.ts";
import { layoutOf, type SnapshotLayout } from "./snapshot/snapshot-schema.ts";

/** The kinds of what moves or changes its looks in a world, by their place in this list. */
export const motionKinds = ["player", "npc", "door", "prop", "item", "light"] as const;
export type MotionKind = (typeof motionKinds)[number];

/** Metres around all areas in which positions can still be told: what falls out of the world is at its border. */
const MARGIN_M = 16;
/** Metres: 4 mm. */
const RESOLUTION_M = 1 / 256;

/** `plan`: its place in the scenery's list of its kind. `facing`: of 256, as in inputs. */
const plan = { name: "plan", bits: PLAN_BITS };
const facing = { name: "facing", bits: FACING_BITS };
const sitting = { name: "sitting", bits: 1 };

type Corners = { box: { min: readonly number[]; max: readonly number[] } };

/** How a realm's motion is told; both sides make it from the realm's areas. Positions: of people and NPCs their feet, of all else the middle. */
export function motionLayout(areas: readonly Corners[]): SnapshotLayout {
  const corner = (side: "min" | "max", axis: number): number => {
    const values = areas.map(({ box }) => box[side][axis] ?? 0);
    return side === "min" ? Math.floor(Math.min(...values)) - MARGIN_M : Math.ceil(Math.max(...values)) + MARGIN_M;
  };
  return layoutOf({
    position: {
      min: [corner("min", 0), corner("min", 1), corner("min", 2)],
      max: [corner("max", 0), corner("max", 1), corner("max", 2)],
      resolution: RESOLUTION_M,
    },
    orientationBits: 9,
    kinds: [
      { name: "player", rotates: false, fields: [facing, sitting] },
      { name: "npc", rotates: false, fields: [plan, facing, sitting] },
      { name: "door", rotates: true, fields: [plan] },
      { name: "prop", rotates: true, fields: [plan] },
      { name: "item", rotates: true, fields: [plan] },
      { name: "light", rotates: false, fields: [plan, { name: "on", bits: 1 }] },
    ],
  });
}
