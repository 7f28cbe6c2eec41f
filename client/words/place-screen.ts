import type { ExitView, SceneView, ThingView } from "../../core/protocol/world-frames.ts";
import { hanging, type Paragraph, paragraph, type Span, span, type Tone } from "../../core/telnet/text/paragraph.ts";
import { a, sentence, the } from "./wording.ts";

/** How a place is told: drawn for eyes, or in plain sentences for ears. */
export interface Telling {
  isAloud: boolean;
  /** Titles of realms by their names: behind gates. */
  realms: ReadonlyMap<string, string>;
}

/** Where one is, whole: its title, what it is like, the ways out, who is there and what. */
export function placeScreen(scene: SceneView, telling: Telling): Paragraph[] {
  const people = scene.things.filter(isSomebody);
  const doors = new Set(scene.exits.map(({ door }) => door?.name));
  const things = scene.things.filter(({ kind, name }) => kind !== "player" && kind !== "npc" && !doors.has(name));
  return [
    paragraph(span(`${scene.title}${telling.isAloud ? "." : ""}`, "title")),
    ...(scene.description === "" ? [] : [paragraph(scene.description)]),
    exitsLine(scene.exits, telling),
    ...(people.length === 0 ? [] : [peopleLine(people, telling)]),
    ...(things.length === 0 ? [] : [hanging(2, "You see ", ...listed(things, "thing", a, telling), ".")]),
    ...(scene.you?.sitting ? [paragraph("You are sitting.")] : []),
  ];
}

/** `Exits: north to The Yard (oak door, closed), west to the realm Elsewhere.` */
export function exitsLine(exits: readonly ExitView[], { isAloud, realms }: Telling): Paragraph {
  if (exits.length === 0) return paragraph("There is no way out.");
  const spans = inOrder(exits).flatMap((exit, i): Span[] => {
    const realm = realms.get(exit.title);
    const to = realm === undefined ? exit.title : `the realm ${realm}`;
    return [
      span(i === 0 ? "" : isAloud ? "; " : ", "),
      span(exit.direction, "exit"),
      span(` to ${to}`),
      ...doorSpans(exit, isAloud),
    ];
  });
  return hanging(2, "Exits: ", ...spans, ".");
}

const order = "north northeast east southeast south southwest west northwest up down in out".split(" ");
/** Ways as one goes round the compass. */
export function inOrder(exits: readonly ExitView[]): ExitView[] {
  return [...exits].sort((one, other) => placeOf(one) - placeOf(other));
}

const placeOf = ({ direction }: ExitView) => order.indexOf(direction);

function doorSpans({ door }: ExitView, isAloud: boolean): Span[] {
  if (!door) return [];
  const state = door.open ? "open" : "closed";
  return [span(isAloud ? `, ${door.name}, ${state}` : ` (${door.name}, ${state})`, isAloud ? "plain" : "dim")];
}

function peopleLine(people: readonly ThingView[], telling: Telling): Paragraph {
  const spans = listed(people, "name", the, telling);
  const [first, ...rest] = spans;
  const opened = first ? [span(sentence(first.text), first.tone), ...rest] : [];
  return hanging(2, ...opened, people.length > 1 ? " are here." : " is here.");
}

/** `a bench (2), a hearth and a mug`: what is called alike and stands alike once, with its number. */
function listed(
  things: readonly ThingView[],
  tone: Tone,
  article: (name: string) => string,
  { isAloud }: Telling,
): Span[] {
  const groups = new Map<string, { text: string; notes: string[]; count: number }>();
  for (const { name, sitting, state } of things) {
    const notes = [...(sitting ? ["sitting"] : []), ...(state ? [state] : [])];
    const key = `${name}\n${notes.join()}`;
    const group = groups.get(key);
    if (group) group.count += 1;
    else groups.set(key, { text: article(name), notes, count: 1 });
  }
  const all = [...groups.values()];
  return all.flatMap(({ text, notes, count }, i) => {
    const said = [...(count > 1 ? [isAloud ? `${count} of them` : String(count)] : []), ...notes].join(", ");
    return [
      ...(i === 0 ? [] : [span(i === all.length - 1 ? " and " : isAloud ? "; " : ", ")]),
      span(text, tone),
      ...(said === "" ? [] : [span(isAloud ? `, ${said}` : ` (${said})`)]),
    ];
  });
}

function isSomebody({ kind }: ThingView): boolean {
  return kind === "player" || kind === "npc";
}
