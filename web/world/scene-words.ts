import type { ExitView, SceneView, ThingView } from "../../core/protocol/world-frames.ts";

/** Things of one name, shown once. */
export interface ThingGroup {
  thing: ThingView;
  count: number;
}

/** Things as a list shows them: those that are called alike and stand alike once, with their number. */
export function grouped(things: readonly ThingView[]): ThingGroup[] {
  const groups = new Map<string, ThingGroup>();
  for (const thing of things) {
    const key = `${thing.kind} ${thing.state ?? ""} ${thing.name}`;
    const group = groups.get(key);
    if (group) group.count += 1;
    else groups.set(key, { thing, count: 1 });
  }
  return [...groups.values()];
}

export function isSomebody({ kind }: ThingView): boolean {
  return kind === "player" || kind === "npc";
}

/** How the way through an exit stands: `oak door, closed`; empty where there is no door. */
export function doorWords({ door }: ExitView): string {
  return door ? `${door.name}, ${door.open ? "open" : "closed"}` : "";
}

/** A place as it is told to somebody who listens: what stands on the page, in one breath. */
export function sceneAloud({ title, description, exits, things }: SceneView): string {
  const ways = exits.map((exit) => [exit.direction, doorWords(exit)].filter(Boolean).join(", "));
  const here = grouped(things).map(({ thing, count }) => (count > 1 ? `${thing.name}, ${count} of them` : thing.name));
  return [
    `${title}. ${description}`,
    ways.length > 0 ? `Ways out: ${ways.join("; ")}.` : "There is no way out.",
    here.length > 0 ? `Here: ${here.join(", ")}.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}

/** The first letter large. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
