import { hanging, type Paragraph, paragraph, span } from "../../core/telnet/text/paragraph.ts";
import { textWidth } from "../../core/telnet/text/text-width.ts";
import type { Screen } from "./screen.ts";
import { count } from "./wording.ts";
import { type WordsHelp, wordsHelp } from "./words-commands.ts";
import type { RealmOffer } from "./words-ports.ts";

/** Below so many columns a table is a list. */
const TABLE_COLUMNS = 60;

type Shape = Pick<Screen, "isAloud" | "terminal" | "marked">;

/** The worlds of this place. */
export function realmsScreen(realms: readonly RealmOffer[], here: string | null, shape: Shape): Paragraph[] {
  const people = (n: number) => (n === 0 ? "nobody" : count(n, "person", "people"));
  const notes = realms.map(
    ({ realm, population }) => people(population) + (realm === here ? ", and you are here" : ""),
  );
  const rows = realms.map(({ realm, title }, i): Paragraph => {
    if (shape.isAloud) return paragraph(`${title}, called ${realm}: ${notes[i]}.`);
    return hanging(4, "  ", span(title, "title"), ` (${realm}): ${notes[i]}`);
  });
  return [paragraph("The worlds of this place:"), ...rows, shape.marked("`visit NAME` goes there.", "dim")];
}

/** The realm that words mean: its name or its title, whole or the beginning of a word of it. */
export function findRealm(words: string, realms: readonly RealmOffer[]): RealmOffer | null {
  const wanted = folded(words);
  if (wanted === "") return null;
  const exact = realms.find(({ realm, title }) => realm === wanted || folded(title) === wanted);
  const begins = realms.filter(({ realm, title }) =>
    ` ${realm.replaceAll("-", " ")}\n ${folded(title)}`.includes(` ${wanted}`),
  );
  return exact ?? (begins.length === 1 ? (begins[0] ?? null) : null);
}

function folded(text: string): string {
  return text.normalize("NFC").toLowerCase().trim().replace(/\s+/g, " ");
}

/** What can be typed anywhere. */
export function helpScreen(shape: Shape): Paragraph[] {
  return [paragraph(span("Anywhere", "title")), ...wordsHelp.map((one) => helpLine(one, shape))];
}

/** What can be typed in a game. */
export const gameHelp: readonly string[] = [
  "Answer a question with A, B, C or D, with 1 to 4, or with its text.",
  "`leave` goes back to the world, `quit` leaves altogether.",
];

/** One command. */
export function helpLine({ usage, text }: WordsHelp, shape: Shape): Paragraph {
  const { spans } = shape.marked(text);
  if (shape.isAloud) return paragraph(`${usage}: `, ...spans);
  const widest = Math.max(...wordsHelp.map((one) => textWidth(one.usage)));
  const isTable = shape.terminal.columns >= TABLE_COLUMNS;
  const gap = isTable ? " ".repeat(widest - textWidth(usage) + 2) : "  ";
  return hanging(isTable ? widest + 4 : 4, "  ", span(usage, "option"), gap, ...spans);
}
