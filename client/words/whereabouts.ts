import type { Gmcp } from "./gmcp.ts";
import { QuizGame } from "./quiz-game.ts";
import type { Screen } from "./screen.ts";
import { SeenPlaces } from "./seen-places.ts";
import type { Turns } from "./turns.ts";
import type { Person, Places, RealmOffer } from "./words-ports.ts";
import { WorldStay } from "./world-stay.ts";

/** From this width on a map is drawn with every place, unless somebody wants it otherwise. */
const MAP_FROM_COLUMNS = 80;

/** What is around a person, wherever they are. */
export interface Around {
  screen: Screen;
  gmcp: Gmcp;
  turns: Turns;
  /** Deals with a line as if it had been typed now. */
  take(line: string): Promise<void>;
}

/** Where somebody is: in a world, in a game, or nowhere; and the ways between. */
export class Whereabouts {
  /** Whether a map is to be drawn with every place; `null`: nobody said. */
  isMapWanted: boolean | null = null;
  readonly #person: Person;
  readonly #places: Places;
  readonly #screen: Screen;
  readonly #gmcp: Gmcp;
  readonly #turns: Turns;
  readonly #take: Around["take"];
  readonly #seen = new Map<string, SeenPlaces>();
  /** Names that realms know this person by, where it is not their own. */
  readonly #names = new Map<string, string>();
  #realm: RealmOffer | null = null;
  #stay: WorldStay | null = null;
  #game: QuizGame | null = null;

  constructor(person: Person, places: Places, around: Around) {
    this.#person = person;
    this.#places = places;
    this.#screen = around.screen;
    this.#gmcp = around.gmcp;
    this.#turns = around.turns;
    this.#take = around.take;
  }

  get stay(): WorldStay | null {
    return this.#stay;
  }

  get game(): QuizGame | null {
    return this.#game;
  }

  /** The name of the realm that one is in, or was before the game. */
  get realm(): string | null {
    return this.#realm?.realm ?? null;
  }

  /** Leaves where one is, and enters a realm. `realms`: whose titles gates are told by. */
  enter(realm: RealmOffer, realms: readonly RealmOffer[]): void {
    this.#stay?.stop();
    this.#realm = realm;
    this.#screen.note(`Entering ${realm.title} …`);
    this.#stay = new WorldStay({
      screen: this.#screen,
      gmcp: this.#gmcp,
      realm,
      realms: new Map(realms.map((one) => [one.realm, one.title])),
      seen: this.#seenOf(realm.realm),
      name: this.#names.get(realm.realm) ?? this.#person.name,
      isMapOn: () => this.isMapWanted ?? this.#screen.terminal.columns >= MAP_FROM_COLUMNS,
      open: (ways) => this.#places.world(realm.realm, { ...ways, token: (refused) => this.#person.token(refused) }),
      onGate: (name) => this.#turns.begin(() => this.#throughGate(name)),
      onName: (name) => this.#names.set(realm.realm, name),
      onCommand: (line) => this.#take(line),
      begin: (dialogue) => this.#turns.begin(dialogue),
    });
  }

  /** Leaves the world for a quiz room that exists. */
  play(code: string): void {
    this.#stay?.stop();
    this.#stay = null;
    this.#screen.expects = "nothing";
    this.#gmcp.state("quiz");
    this.#game = new QuizGame({
      screen: this.#screen,
      name: this.#person.name,
      open: (ways) =>
        this.#places.quiz(code, {
          ...ways,
          token: (refused) => this.#person.token(refused),
          gone: async () => !(await this.#places.hasRoom(code)),
        }),
      onOver: () => this.#turns.begin(() => this.#backToWorld()),
      begin: (dialogue) => this.#turns.begin(dialogue),
    });
  }

  stop(): void {
    this.#stay?.stop();
    this.#game?.stop();
  }

  async #throughGate(name: string): Promise<void> {
    const realms = await this.#places.realms();
    const realm = realms.find((one) => one.realm === name);
    if (realm) this.enter(realm, realms);
    else this.#screen.note("Nothing can be seen behind it just now. You stay here.");
  }

  async #backToWorld(): Promise<void> {
    if (!this.#game) return;
    this.#game.stop();
    this.#game = null;
    const realms = await this.#places.realms();
    const realm = realms.find((one) => one.realm === this.realm) ?? realms[0];
    if (realm) this.enter(realm, realms);
    else this.#nowhere("There is no world to go back to.");
  }

  #nowhere(why: string): void {
    this.#screen.expects = "commands";
    this.#screen.note(why);
  }

  /** What was seen there before; how one comes in now is no way that one walked. */
  #seenOf(realm: string): SeenPlaces {
    const seen = this.#seen.get(realm) ?? new SeenPlaces();
    this.#seen.set(realm, seen);
    seen.lost();
    return seen;
  }
}
