import type { ExitView, ThingView } from "../../core/protocol/world-frames.ts";

/** Something to do with a thing: a button. */
export type Deed =
  /** Sends this line. */
  | { label: string; line: string }
  /** Puts this at the prompt, for the rest to be typed. */
  | { label: string; begin: string };

/** What is fitting to do with a thing that is here, most likely first. */
export function deedsWith({ kind, name, state }: ThingView): Deed[] {
  const look = { label: "Look", line: `look ${name}` };
  switch (kind) {
    case "player":
      return [look, { label: "Wave", line: `emote waves at ${name}.` }, say, { label: "Tell…", begin: tellTo(name) }];
    case "npc":
      return [look, { label: "Greet", line: "say Hello!" }, say];
    case "door":
      return [
        look,
        state === "open" ? { label: "Close", line: `close ${name}` } : { label: "Open", line: `open ${name}` },
      ];
    case "item":
      return [look, { label: "Get", line: `get ${name}` }, { label: "Use", line: `use ${name}` }];
    case "prop":
      return [
        look,
        { label: "Use", line: `use ${name}` },
        { label: "Sit", line: `sit on ${name}` },
        { label: "Push", line: `push ${name}` },
      ];
  }
}

/** What is fitting to do with the door in an exit: by its direction, as several doors may be called alike. */
export function deedsWithDoor(direction: string, { name, open }: NonNullable<ExitView["door"]>): Deed[] {
  const look = { label: "Look", line: `look ${name}` };
  if (open) return [look, { label: "Close", line: `close ${direction}` }];
  return [look, { label: "Open", line: `open ${direction}` }, { label: "Unlock", line: `unlock ${direction}` }];
}

/** What is fitting to do with a thing that one carries; `people` are those who are here. */
export function deedsWithCarried({ name }: ThingView, people: readonly ThingView[]): Deed[] {
  const [only, another] = people;
  return [
    { label: "Look", line: `look ${name}` },
    { label: "Use", line: `use ${name}` },
    ...(only && !another ? [{ label: `Give to ${only.name}`, line: `give ${name} to ${only.name}` }] : []),
    ...(another ? [{ label: "Give to…", begin: `give ${name} to ` }] : []),
    { label: "Drop", line: `drop ${name}` },
    { label: "Throw", line: `throw ${name}` },
  ];
}

const say: Deed = { label: "Say…", begin: "say " };

/** In quotes it is clear where a name of several words ends. */
function tellTo(name: string): string {
  return /\s/.test(name) ? `tell "${name}" ` : `tell ${name} `;
}
