import type { Link } from "../../runner/link.ts";
import type { WorldInput } from "../inputs.ts";
import type { Simulation } from "../simulation.ts";

/** After memory was lost, people have so long to come back before they are taken for gone. */
export const RETURN_WITHIN_MS = 15_000;

/** Somebody's last connection is gone, or fell silent: their body sleeps. `null` while they are here by another one. */
export function sleepOf(gone: Link, seated: readonly Link[]): WorldInput | null {
  const { member } = gone;
  if (member === null) return null;
  const others = seated.some((other) => other !== gone && other.member === member && other.present);
  return others ? null : { type: "sleep", member };
}

/** Who was silent for long, and slept, is heard again. */
export function wakeOf({ member, subject }: Link, world: Simulation): WorldInput | null {
  return member === null || world.viewer(member) ? null : { type: "wake", subject, name: "" };
}

/** Bodies that a crash left awake, and whose people did not come back. */
export function ghosts(seated: readonly Link[], world: Simulation): WorldInput[] {
  const present = new Set(seated.flatMap((link) => (link.present && link.member !== null ? [link.member] : [])));
  return world.awake.filter((member) => !present.has(member)).map((member) => ({ type: "sleep", member }));
}
