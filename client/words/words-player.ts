import { readRoomCode } from "../../core/protocol/room-code.ts";
import { blank, type Paragraph, paragraph, span } from "../../core/telnet/text/paragraph.ts";
import { Gmcp } from "./gmcp.ts";
import { greeting, guardName, logIn } from "./log-in.ts";
import { findRealm, gameHelp, helpLine, helpScreen, realmsScreen } from "./realm-screens.ts";
import { Screen } from "./screen.ts";
import { setByHand, settingText } from "./terminal-wishes.ts";
import { Turns } from "./turns.ts";
import { Whereabouts } from "./whereabouts.ts";
import { cited } from "./wording.ts";
import { type WordsCommand, wordsCommand, wordsHelp } from "./words-commands.ts";
import type { Person, WordsPorts } from "./words-ports.ts";

/** Somebody who has said who they are, and where they are. */
interface Guest {
  person: Person;
  at: Whereabouts;
}

/**
 * Somebody who plays in words alone, from the greeting to the goodbye: takes the lines that they type, in their order,
 * and shows what there is to read. What carries lines and text, a terminal of whatever kind, is behind its ports.
 */
export class WordsPlayer {
  readonly #ports: WordsPorts;
  readonly #screen: Screen;
  readonly #gmcp: Gmcp;
  readonly #turns: Turns;
  #guest: Guest | null = null;
  /** Whether somebody has said that they listen. */
  #isReader: boolean | null = null;
  #isStopped = false;

  constructor(ports: WordsPorts) {
    const screen = new Screen(ports);
    this.#ports = ports;
    this.#screen = screen;
    this.#gmcp = new Gmcp(ports);
    this.#turns = new Turns({
      get isAsking() {
        return screen.isAsking;
      },
      answer: (text) => screen.answer(text),
      take: (text) => this.#take(text),
      failed: () => screen.note("Something went wrong here. It is not your fault."),
      rested: () => screen.promptSoon(),
    });
    screen.isBusy = () => this.#turns.isBusy;
    screen.onQuestion = () => this.#turns.next();
  }

  /** Greets, and asks for a name. */
  start(): void {
    const closed = [paragraph("Nobody can be let in just now. Try again later.")];
    this.#turns.begin(() => this.#welcome().catch(() => this.#hangUp(closed)));
  }

  /** A line was typed, without its end. Lines are taken one after the other. */
  line(text: string): void {
    if (this.#isStopped) return;
    // Whoever wants to go does not wait. A passphrase may be any word.
    const command = this.#screen.isHidden ? null : wordsCommand(text);
    if (command?.do === "quit") return this.#quit();
    // It may be what somebody needs to read the question.
    if (command?.do === "set" && command.value !== "") return this.#set(command);
    if (!this.#turns.line(text)) this.#screen.note(`Too many lines at once: ${cited(text)} was not read.`);
  }

  /** A message of the client beside the text. */
  gmcp(name: string, _data: unknown): void {
    if (/^Core\.Supports\./i.test(name)) this.#gmcp.again();
  }

  /** The window has another size: what comes next fits it. */
  resized(): void {
    if (this.#screen.isAsking) this.#screen.promptSoon();
  }

  /** The connection is gone. */
  stop(): void {
    this.#isStopped = true;
    this.#turns.stop();
    this.#screen.stop();
    this.#guest?.at.stop();
  }

  async #welcome(): Promise<void> {
    const { places, accounts } = this.#ports;
    const realms = await places.realms();
    this.#screen.show(...greeting(realms, this.#screen));
    const came = await logIn(this.#screen, accounts);
    if (this.#isStopped) return;
    if ("farewell" in came) return this.#hangUp(came.farewell);
    if (this.#isReader === null && came.isReader) this.#ports.wish({ screenReader: true });
    else this.#keepReader(came);
    const around = { screen: this.#screen, gmcp: this.#gmcp, turns: this.#turns };
    const at = new Whereabouts(came, places, { ...around, take: (line) => this.#take(line) });
    this.#guest = { person: came, at };
    const hint = came.isGuarded
      ? "`help` tells what you can do."
      : "You are a guest: `passphrase` makes the name your own. `help` tells what else you can do.";
    this.#screen.showApart(paragraph("Welcome, ", span(came.name, "name"), "."), this.#screen.marked(hint));
    const [first] = realms;
    if (first) at.enter(first, realms);
    else this.#screen.note("There is no world to go to. `quiz CODE` joins a quiz.");
  }

  async #take(text: string): Promise<void> {
    const guest = this.#guest;
    if (!guest || this.#isStopped) return;
    const command = wordsCommand(text);
    const { game } = guest.at;
    if (!game) return command ? this.#do(command, text, guest) : this.#toWorld(text, guest);
    if (command?.do === "help") this.#screen.show(...gameHelp.map((line) => this.#screen.marked(line)));
    else game.line(text);
  }

  async #toWorld(text: string, { at }: Guest): Promise<void> {
    if (at.stay) await at.stay.line(text);
    else this.#screen.note("You are in no world. `realms` lists them.");
  }

  async #do(command: WordsCommand, text: string, guest: Guest): Promise<void> {
    switch (command.do) {
      case "quit":
        return this.#quit();
      case "realms":
        return this.#listRealms(guest);
      case "visit":
        return this.#visit(command, text, guest);
      case "quiz":
        return this.#joinQuiz(command.code, guest);
      case "map":
        return this.#map(command.on, guest);
      case "passphrase":
        return guardName(this.#screen, this.#ports.accounts, guest.person);
      case "leave":
        return this.#screen.note("You are in no game. `quit` leaves altogether.");
      case "set":
        return this.#set(command);
      case "help":
        return this.#help(command.topic, text, guest);
    }
  }

  #set({ setting, value }: WordsCommand & { do: "set" }): void {
    const said = setByHand(setting, value, this.#ports);
    this.#screen.note(said ?? settingText(setting, this.#ports.terminal));
    if (said === null || setting !== "reader") return;
    this.#isReader = this.#screen.isAloud;
    if (this.#guest) this.#keepReader(this.#guest.person);
  }

  /** Were it not kept, it would have to be set again the next time, and nothing else. */
  #keepReader(person: Person): void {
    if (this.#isReader !== null) person.setReader(this.#isReader).catch(() => undefined);
  }

  async #listRealms({ at }: Guest): Promise<void> {
    const realms = await this.#ports.places.realms();
    this.#screen.show(...realmsScreen(realms, at.stay?.isHere ? at.realm : null, this.#screen));
  }

  /** Its own commands, and those of the world. */
  async #help(topic: string, text: string, guest: Guest): Promise<void> {
    const known = wordsHelp.find(({ name }) => name === topic.toLowerCase());
    if (known) return this.#screen.show(helpLine(known, this.#screen));
    const heading = paragraph(span("In this world", "title"));
    if (topic === "") this.#screen.showApart(...helpScreen(this.#screen), blank, heading);
    await this.#toWorld(text, guest);
  }

  #map(on: boolean | null, { at }: Guest): void {
    if (on === null) return at.stay ? at.stay.showMap() : this.#screen.note("You are in no world.");
    at.isMapWanted = on;
    this.#screen.note(on ? "The map is drawn with every place." : "The map is drawn when you ask for it.");
  }

  async #visit({ realm: words, isSure }: WordsCommand & { do: "visit" }, text: string, guest: Guest): Promise<void> {
    const { at } = guest;
    const realms = await this.#ports.places.realms();
    const realm = findRealm(words, realms);
    if (realm && at.stay?.isHere && realm.realm === at.realm)
      return this.#screen.note(`You are in ${realm.title} already.`);
    if (realm) return at.enter(realm, realms);
    if (!isSure) return this.#toWorld(text, guest);
    if (words === "") return this.#screen.note("Visit which world? `realms` lists them.");
    this.#screen.note(`There is no world called ${cited(words)}. \`realms\` lists them.`);
  }

  async #joinQuiz(typed: string, { at }: Guest): Promise<void> {
    if (typed === "") return this.#screen.note("Which one? `quiz CODE`: the code is on the host's screen.");
    const code = readRoomCode(typed);
    if (code === null) return this.#screen.note("This is not a room code. Check it for a typing error.");
    if (!(await this.#ports.places.hasRoom(code)))
      return this.#screen.note("There is no such room. It may have been deleted.");
    if (!this.#isStopped) at.play(code);
  }

  #quit(): void {
    const name = this.#guest?.person.name;
    const where = this.#guest?.at.game ? " Your place in the game is kept." : " You fall asleep where you stand.";
    this.#hangUp([name === undefined ? paragraph("Goodbye.") : paragraph("Goodbye, ", span(name, "name"), ".", where)]);
  }

  #hangUp(farewell: readonly Paragraph[]): void {
    if (this.#isStopped) return;
    this.#gmcp.goodbye("Goodbye.");
    this.stop();
    this.#ports.hangUp(farewell);
  }
}
