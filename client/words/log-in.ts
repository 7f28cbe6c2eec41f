import { blank, type Paragraph, paragraph, span } from "../../core/telnet/text/paragraph.ts";
import type { Screen } from "./screen.ts";
import { count } from "./wording.ts";
import type { Accounts, Person, RealmOffer } from "./words-ports.ts";

/** So many passphrases may be wrong on one connection, whatever names they are for. */
const TRIES = 3;

/** What is to be said before the line is closed, instead of somebody who came in. */
export interface Refusal {
  farewell: Paragraph[];
}

/** The first that a person reads: where they are, and who is there. */
export function greeting(realms: readonly RealmOffer[], screen: Screen): Paragraph[] {
  const [first, ...others] = realms;
  if (!first) return [paragraph(span("Welcome to Skerry", "title"), "."), paragraph("No world is open just now.")];
  const elsewhere = others.reduce((sum, { population }) => sum + population, 0);
  return [
    paragraph("Welcome to ", span(first.title, "title"), "."),
    paragraph(company(first.population), elsewhere > 0 ? `; ${people(elsewhere)} in other worlds of this place.` : "."),
    blank,
    paragraph("Who are you? A name that is free is yours at once. If yours has a passphrase, you are asked for it."),
    ...(screen.isAloud ? [] : [screen.marked("If you listen to a screen reader, type `reader on` first.")]),
  ];
}

function company(population: number): string {
  return population === 0 ? "Nobody is there just now" : `${people(population)} there now`;
}

function people(n: number): string {
  return `${count(n, "person", "people")} ${n === 1 ? "is" : "are"}`;
}

/** Asks for a name, and for its passphrase where it has one, until somebody is in or it cannot be. */
export async function logIn(screen: Screen, accounts: Accounts): Promise<Person | Refusal> {
  let tries = 0;
  for (;;) {
    const name = (await screen.ask(paragraph(span("Name: ", "title")))).trim();
    if (name === "") {
      screen.show(screen.marked("Type a name, or `quit` to leave."));
      continue;
    }
    const isGuarded = (await accounts.find(name)) === "guarded";
    if (isGuarded) screen.show(paragraph("This name has a passphrase. An empty line goes back."));
    for (;;) {
      const passphrase = isGuarded ? await screen.ask(paragraph(span("Passphrase: ", "title")), true) : null;
      if (passphrase === "") break;
      const entered = await accounts.enter(name, passphrase);
      if (entered.ok) return entered.value;
      const { code, message } = entered.error;
      screen.note(code === "FORBIDDEN" ? "That is not the passphrase." : message);
      if (passphrase === null || code !== "FORBIDDEN") break;
      tries += 1;
      if (tries >= TRIES) return { farewell: [paragraph("Goodbye. Come again when you remember it.")] };
    }
  }
}

/** Makes a name somebody's own: asks for the passphrase twice. */
export async function guardName(screen: Screen, accounts: Accounts, person: Person): Promise<void> {
  screen.show(
    paragraph(
      person.isGuarded
        ? "Your name has a passphrase; this one takes its place. An empty line leaves it as it is."
        : "With a passphrase your name is yours alone, from anywhere. An empty line leaves it as it is.",
    ),
  );
  const first = await screen.ask(paragraph(span("Passphrase: ", "title")), true);
  if (first === "") return screen.show(paragraph("Nothing has changed."));
  const fault = accounts.fault(first);
  if (fault) return screen.note(`${fault.message} Nothing has changed.`);
  const second = await screen.ask(paragraph(span("The same again: ", "title")), true);
  if (first !== second) return screen.note("The two are not the same. Nothing has changed.");
  const guarded = await accounts.guard(person, first);
  screen.show(
    guarded.ok
      ? paragraph(
          "From now on ",
          span(person.name, "name"),
          " needs this passphrase. Keep it well: nobody can tell it you.",
        )
      : paragraph(span(guarded.error.message, "notice")),
  );
}
