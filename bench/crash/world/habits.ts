import type { WorldReply } from "../../../client/world-requests.ts";
import type { Habit, Person } from "./person.ts";
import type { Fate, Talk } from "./talk.ts";

function fateOf(reply: WorldReply | null): Fate {
  if (!reply) return "unknown";
  return reply.ok ? "told" : "refused";
}

/** Says things: `say`, `emote`, `call`, or `tell NAME`. */
export class Talking implements Habit {
  readonly #talk: Talk;
  readonly #verb: string;
  readonly #history: string;

  /** @param history how the channel is asked for: `area`, `realm`, a name */
  constructor(talk: Talk, verb: string, history: string) {
    this.#talk = talk;
    this.#verb = verb;
    this.#history = history;
  }

  async deed(self: Person): Promise<void> {
    const words = this.#talk.begin(self.name);
    words.fate = fateOf(await self.ask(`${this.#verb} ${words.word}`));
  }

  async check(self: Person): Promise<boolean> {
    const reply = await self.ask(`history ${this.#history}`);
    if (!reply) return false;
    self.faults.push(...this.#talk.faults(reply.lines));
    return true;
  }
}

/** Takes a thing that nobody else touches, drops it, throws it. */
export class Carrying implements Habit {
  readonly #item: string;
  readonly #target: string;
  readonly #random: () => number;
  /** `null`: not known. */
  #has: boolean | null = false;
  /** Put down here, and not thrown who knows where. */
  #liesHere = true;

  constructor(item: string, target: string, random: () => number) {
    this.#item = item;
    this.#target = target;
    this.#random = random;
  }

  async deed(self: Person): Promise<void> {
    if (this.#has === null) return void (await this.check(self));
    const isThrow = this.#has && this.#random() < 0.3;
    const line = isThrow ? `throw ${this.#item} at ${this.#target}` : `${this.#has ? "drop" : "get"} ${this.#item}`;
    const had = this.#has;
    this.#has = null;
    const reply = await self.ask(line);
    if (!reply) {
      this.#liesHere &&= !isThrow;
      return;
    }
    this.#has = reply.ok ? !had : had;
    if (reply.ok && had) this.#liesHere = !isThrow;
    if (!reply.ok && (had || this.#liesHere)) self.fault(`“${line}” was refused: ${reply.lines.join(" ")}`);
  }

  async check(self: Person): Promise<boolean> {
    const reply = await self.ask("inventory");
    if (!reply) return false;
    const has = reply.lines.join(" ").includes(this.#item);
    if (this.#has !== null && has !== this.#has) {
      self.fault(`${has ? "has" : "has not"} the ${this.#item}, and was told otherwise`);
    }
    this.#has = has;
    const isHere = self.scene?.things.some(({ name }) => name === this.#item) === true;
    if (!has && this.#liesHere && self.scene && !isHere) self.fault(`the ${this.#item} is gone`);
    return true;
  }
}

/** Opens and closes a door that nobody else uses. */
export class KeepingADoor implements Habit {
  readonly #area: string;
  readonly #direction: string;
  readonly #way: Readonly<Record<string, string>>;
  #isOpen: boolean | null = null;

  constructor(area: string, direction: string, way: Readonly<Record<string, string>>) {
    this.#area = area;
    this.#direction = direction;
    this.#way = way;
  }

  async deed(self: Person): Promise<void> {
    if (!(await self.goTo(this.#area, this.#way))) return;
    if (this.#isOpen === null) return void (await this.check(self));
    const [wasOpen, line] = [this.#isOpen, `${this.#isOpen ? "close" : "open"} ${this.#direction}`];
    this.#isOpen = null;
    const reply = await self.ask(line);
    if (!reply) return;
    this.#isOpen = reply.ok ? !wasOpen : wasOpen;
    if (!reply.ok) self.fault(`“${line}” was refused: ${reply.lines.join(" ")}`);
  }

  async check(self: Person): Promise<boolean> {
    const { scene } = self;
    if (!scene) return false;
    if (scene.area !== this.#area) return true;
    const isOpen = scene.exits.find(({ direction }) => direction === this.#direction)?.door?.open ?? null;
    if (this.#isOpen !== null && isOpen !== this.#isOpen) {
      self.fault(`the door is ${isOpen ? "open" : "closed"}, and was told otherwise`);
    }
    this.#isOpen = isOpen;
    return true;
  }
}

/** A bell swings for so long, and cannot be rung meanwhile. */
const SWINGS_MS = 7_000;

/** Rings a bell that other realms hear. */
export class Ringing implements Habit {
  /** Rings that the world told of, and all that were asked for: while the bell swings it is not rung. */
  readonly rings = { told: 0, asked: 0 };
  readonly #area: string;
  readonly #bell: string;
  readonly #way: Readonly<Record<string, string>>;
  #rungMs = Number.NEGATIVE_INFINITY;

  constructor(area: string, bell: string, way: Readonly<Record<string, string>>) {
    this.#area = area;
    this.#bell = bell;
    this.#way = way;
  }

  async deed(self: Person): Promise<void> {
    if (performance.now() - this.#rungMs < SWINGS_MS || !(await self.goTo(this.#area, this.#way))) return;
    this.rings.asked += 1;
    this.#rungMs = performance.now();
    await self.ask(`use ${this.#bell}`);
  }

  heard(text: string): void {
    if (text.includes("pulls the rope")) this.rings.told += 1;
  }

  async check(): Promise<boolean> {
    return true;
  }
}
