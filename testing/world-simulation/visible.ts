import type { WorldEvent } from "../../core/world/events.ts";
import type { Viewer } from "../../core/world/simulation.ts";
import { prose } from "../../core/world/text/prose.ts";
import type { SeenStep } from "./observed-worlds.ts";
import type { WorldModel } from "./world-model.ts";

/** What somebody must be told of a tick, by rules of the simulation's own. */
export function mustHear(step: SeenStep, member: number, { members }: WorldModel): { type: string; text: string }[] {
  const viewer = step.viewers.get(member);
  const muted = members[member]?.muted ?? new Set();
  if (!viewer) return [];
  return step.events
    .filter((event) => perceives(event, viewer))
    .filter((event) => !("who" in event && event.who && muted.has(event.who.entity)))
    .map((event) => ({ type: event.type, text: prose(event, viewer) }));
}

const everywhere: readonly WorldEvent["type"][] = ["called", "dawned", "dusked"];
/** One's own coming and going is told to the others. */
const ofOthers: readonly WorldEvent["type"][] = ["left", "arrived", "woke", "slept"];

function perceives(event: WorldEvent, { entity, area }: Viewer): boolean {
  if (everywhere.includes(event.type)) return true;
  if ("to" in event && typeof event.to === "object" && (event.type === "told" || event.type === "narrated")) {
    return event.to.entity === entity || (event.type === "told" && event.who.entity === entity);
  }
  if (ofOthers.includes(event.type) && "who" in event && event.who?.entity === entity) return false;
  return event.area === area || ("beyond" in event && event.beyond === area);
}
