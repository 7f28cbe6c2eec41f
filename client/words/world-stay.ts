import { COMMAND_LINE_MAX_CHARS } from "../../core/protocol/world-frames.ts";
import { blank, paragraph, span } from "../../core/telnet/text/paragraph.ts";
import type { Connection } from "../line.ts";
import { type AnyFailure, messageOf, RequestError } from "../request-error.ts";
import type { WorldClient, WorldLineOfText, WorldState } from "../world-client.ts";
import { endingOf, isEnding } from "./ending.ts";
import type { Gmcp } from "./gmcp.ts";
import { mapScreen } from "./map-screen.ts";
import { placeScreen, type Telling } from "./place-screen.ts";
import type { Screen } from "./screen.ts";
import type { SeenPlaces } from "./seen-places.ts";
import { cited } from "./wording.ts";
import { wordsCommand } from "./words-commands.ts";
import type { RealmOffer, WorldWays } from "./words-ports.ts";
import { worldParagraph } from "./world-lines.ts";

const HURRY_AFTER_MS = 1_000;

/** What a stay in a realm needs of what is around it. */
export interface StayOptions {
  screen: Screen;
  gmcp: Gmcp;
  realm: RealmOffer;
  /** Titles of realms by their names. */
  realms: ReadonlyMap<string, string>;
  seen: SeenPlaces;
  /** Under which to come in. */
  name: string;
  /** Whether a map is shown with each place. */
  isMapOn(): boolean;
  open(ways: Omit<WorldWays, "token">): WorldClient;
  /** A gate to another realm was opened. */
  onGate(realm: string): void;
  /** The realm knows this person by another name. */
  onName(name: string): void;
  /** A command was typed where a name was asked for. */
  onCommand(line: string): Promise<void>;
  /** Runs a dialogue: lines that are typed meanwhile are its answers. */
  begin(dialogue: () => Promise<void>): void;
}

/** Somebody's stay in one realm, in words: what is seen and heard, and what is typed. */
export class WorldStay {
  readonly #options: StayOptions;
  readonly #screen: Screen;
  readonly #client: WorldClient;
  #state: WorldState;
  #isHere = false;
  /** The area that was shown last; `null`: none yet. */
  #shown: string | null = null;
  /** What was told on the way in, before the place is known. */
  #held: WorldLineOfText[] = [];
  /** The direction in which one went last. */
  #walked: string | null = null;
  /** The map as it was drawn last. */
  #map = "";
  #hurriedMs = Number.NEGATIVE_INFINITY;
  /** The loss of the line was told. */
  #isLossTold = false;
  #isStopped = false;

  constructor(options: StayOptions) {
    this.#options = options;
    this.#screen = options.screen;
    // Until one is in, or is told why not.
    this.#screen.expects = "nothing";
    this.#client = options.open({
      name: options.name,
      onChange: (state) => this.#take(state),
      onLines: (lines) => this.#hear(lines),
      onError: ({ code, message }) => {
        if (!isEnding(code)) this.#screen.note(message);
      },
    });
    this.#state = this.#client.state;
  }

  /** Sends a line as a command. Resolves once the world has answered; whatever went wrong was said. */
  async line(text: string): Promise<void> {
    const { connection, isAway, refusal } = this.#state;
    if (connection.state === "ended" || isAway) return this.#comeBack();
    if (text.trim() === "") return connection.state === "reconnecting" ? this.#hurry() : undefined;
    if (text.length > COMMAND_LINE_MAX_CHARS)
      return this.#screen.note(`A line has at most ${COMMAND_LINE_MAX_CHARS} characters: ${cited(text)} was not sent.`);
    if (connection.state === "live" && refusal) return this.#tryAgain(refusal);
    if (!this.#isHere) return this.#screen.note(`There is no line to the world just now: ${cited(text)} was not sent.`);
    try {
      await this.#client.command(text);
    } catch (error) {
      this.#screen.note(wentWrong(error, text));
    }
  }

  /** The map, on demand. */
  showMap(): void {
    const { scene } = this.#state;
    if (!scene?.you) return this.#screen.note("You are nowhere that could be drawn.");
    const { seen } = this.#options;
    this.#map = JSON.stringify(mapScreen(scene, seen, this.#screen.terminal, false));
    this.#screen.showApart(...mapScreen(scene, seen, this.#screen.terminal, true));
  }

  /** Leaves: one falls asleep where one stands. */
  stop(): void {
    this.#isStopped = true;
    this.#client.stop();
  }

  /** In, and shown where. */
  get isHere(): boolean {
    return this.#isHere;
  }

  get #telling(): Telling {
    return { isAloud: this.#screen.isAloud, realms: this.#options.realms };
  }

  #take(state: WorldState): void {
    const before = this.#state;
    this.#state = state;
    if (this.#isStopped) return;
    if (state.connection.state !== before.connection.state) this.#lineChanged(before.connection, state.connection);
    if (state.refusal && state.refusal !== before.refusal) this.#refused(state.refusal);
    if (state.isAway && !before.isAway) this.#fellAsleep();
    if (state.connection.state !== "live" || !state.scene?.you || state.isAway) return;
    if (!this.#isHere) this.#arrive();
    else if (state.scene !== before.scene) this.#look(state.scene.area !== this.#shown);
  }

  #lineChanged(before: Connection, now: Connection): void {
    if (now.state === "live") return;
    this.#isHere = false;
    this.#held = [];
    this.#options.gmcp.state("away");
    if (now.state !== "connecting") this.#screen.expects = "commands";
    if (now.state === "ended") {
      const ending = endingOf(now, "world");
      if (ending !== null)
        this.#screen.note(`${ending} Press Enter to try again; \`realms\` tells where else you can go.`);
    } else if (now.state === "reconnecting" && !this.#isLossTold) {
      this.#isLossTold = true;
      this.#screen.note(
        before.state === "live"
          ? "The line to the world is gone; holding your place … Press Enter to try at once."
          : "The world does not answer yet; trying again … Press Enter to try at once.",
      );
    }
  }

  #fellAsleep(): void {
    this.#isHere = false;
    this.#options.gmcp.state("asleep");
    this.#screen.note("You have fallen asleep. Press Enter to wake up.");
  }

  /** Does not wait for the next try; but whoever leans on the key tries no oftener than this. */
  #hurry(): void {
    const nowMs = Date.now();
    if (nowMs - this.#hurriedMs < HURRY_AFTER_MS) return;
    this.#hurriedMs = nowMs;
    this.#screen.note("Trying …");
    this.#client.reconnect();
  }

  /** Whoever has fallen asleep, or was let go, comes in anew. */
  #comeBack(): void {
    this.#shown = null;
    if (this.#state.connection.state === "ended") this.#screen.note("Trying again …");
    this.#screen.expects = "nothing";
    // What follows was asked for.
    this.#isLossTold = true;
    this.#client.reconnect();
  }

  /** In: on the first connection, or on one after a loss. */
  #arrive(): void {
    this.#isHere = true;
    this.#screen.expects = "commands";
    const isBack = this.#shown !== null;
    const isElsewhere = this.#state.scene?.area !== this.#shown;
    if (isElsewhere) this.#options.seen.lost();
    if (isBack) this.#screen.note("The line is back.");
    this.#isLossTold = false;
    this.#look(isElsewhere);
    const held = this.#held.splice(0);
    const missed = held.filter(({ from }) => from === "reply");
    if (missed.length > 0) {
      const heading = paragraph(span(isBack ? "What you missed:" : "Said lately:", "title"));
      this.#screen.showApart(heading, ...missed.map(worldParagraph), blank);
    }
    this.#hear(held.filter(({ from }) => from === "event"));
  }

  /** Sees what is there; a place that is new is shown. */
  #look(isNew: boolean): void {
    const { scene } = this.#state;
    if (!scene) return;
    const { seen, realm, gmcp } = this.#options;
    seen.saw(scene, this.#walked);
    gmcp.here({ realm: realm.realm, scene, seen });
    this.#shown = scene.area;
    if (isNew) this.#showPlace(true);
  }

  /** `isNew`: one has come here. Whoever only looks again gets no map that they just had. */
  #showPlace(isNew: boolean): void {
    const { scene } = this.#state;
    if (!scene) return;
    const { isMapOn, seen } = this.#options;
    const map = isMapOn() ? mapScreen(scene, seen, this.#screen.terminal, false) : [];
    const drawn = JSON.stringify(map);
    const isDrawn = map.length > 0 && (isNew || drawn !== this.#map);
    if (isDrawn) this.#map = drawn;
    this.#screen.showApart(...(isDrawn ? [...map, blank] : []), ...placeScreen(scene, this.#telling));
  }

  #hear(lines: readonly WorldLineOfText[]): void {
    if (this.#isStopped || lines.length === 0) return;
    if (!this.#isHere) return void this.#held.push(...lines);
    if (this.#isLook(lines)) return this.#showPlace(false);
    const isAsked = lines.some(({ from }) => from === "reply");
    const paragraphs = lines.map(worldParagraph);
    if (isAsked) this.#screen.show(...paragraphs);
    else this.#screen.overhear(...paragraphs);
    for (const line of lines) {
      if (line.from === "event") this.#options.gmcp.heard(line.type, line.text);
      else if (lines.length === 1) this.#followed(line.text);
    }
  }

  /** The reply to a bare `look`: the world tells what is shown here in its own way. */
  #isLook([title, description]: readonly WorldLineOfText[]): boolean {
    const { scene } = this.#state;
    if (title?.from !== "reply" || description?.from !== "reply") return false;
    return title.text === scene?.title && description.text === scene.description;
  }

  /** What a reply of one line says of where one goes. */
  #followed(reply: string): void {
    const [, direction] = /^You walk (\w+)\.$/.exec(reply) ?? [];
    if (direction) this.#walked = direction;
    const [, realm] = /^The gate stands open\. It leads to another realm: ([a-z0-9-]+)\.$/.exec(reply) ?? [];
    if (realm) this.#options.onGate(realm);
  }

  #refused(failure: AnyFailure): void {
    this.#screen.expects = "commands";
    if (failure.code.startsWith("NAME_")) return this.#options.begin(() => this.#askName(failure.message));
    this.#screen.note(`${failure.message} \`realms\` tells where else you can go.`);
  }

  /** A line was typed by somebody who was not let in. */
  async #tryAgain(refusal: AnyFailure): Promise<void> {
    if (refusal.code.startsWith("NAME_")) return this.#askName(refusal.message);
    try {
      await this.#client.enter(this.#options.name);
    } catch (error) {
      this.#screen.note(messageOf(error));
    }
  }

  /** Names are a realm's own: somebody else may have had it here before. */
  async #askName(why: string): Promise<void> {
    this.#screen.note(`${why} How do you want to be called in ${this.#options.realm.title}?`);
    for (;;) {
      const name = (await this.#screen.ask(paragraph(span("Name: ", "title")))).trim();
      if (this.#isStopped || this.#state.connection.state === "ended" || this.#isHere) return;
      if (isJourney(name)) return this.#options.begin(() => this.#options.onCommand(name));
      try {
        await this.#client.enter(name);
        return this.#options.onName(name);
      } catch (error) {
        this.#screen.note(messageOf(error));
      }
    }
  }
}

/** Whoever cannot be called as they want may rather go elsewhere. */
function isJourney(line: string): boolean {
  const command = wordsCommand(line);
  return command?.do === "quiz" || command?.do === "realms" || (command?.do === "visit" && command.isSure);
}

function wentWrong(error: unknown, line: string): string {
  const code = error instanceof RequestError ? error.code : null;
  if (code === "CONNECTION_LOST")
    return `The line was lost before the answer to ${cited(line)} came. It may have been done.`;
  if (code === "NO_REPLY") return `The world did not answer to ${cited(line)}. It may have been done.`;
  if (code === "NOT_CONNECTED") return `There is no line to the world just now: ${cited(line)} was not sent.`;
  return messageOf(error);
}
