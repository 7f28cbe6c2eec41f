import { createHttpApi } from "../../../client/http-api.ts";
import { lookUpScenery } from "../../../client/world-http.ts";
import { pause } from "../../load/gate.ts";
import { Carrying, KeepingADoor, Ringing, Talking } from "./habits.ts";
import { type Habit, Person } from "./person.ts";
import { Talk } from "./talk.ts";
import { Walking } from "./walking.ts";

export const TAVERN = "golden-dragon";
export const FOREST = "whisperwood";
/** Of a world's lives, those in which people only walk. */
const QUIET_SHARE = 0.3;
const CHECKED_WITHIN_MS = 30_000;

/** What became of a crowd. */
export interface CrowdReport {
  deedsAcknowledged: number;
  wordsAcknowledged: number;
  /** How often somebody came back and found everything. */
  checks: number;
  mostLostTicks: number;
  rings: { told: number; asked: number };
  faults: string[];
}

/** People in two worlds, who talk, take, throw, open doors, walk, and ring a bell that is heard in the other world. */
export class Crowd {
  readonly #people: Person[] = [];
  readonly #talks = { area: new Talk(), realm: new Talk(), forest: new Talk(), private: new Talk() };
  readonly #walking: Walking;
  readonly #ringing = new Ringing("ruined-chapel", "chapel bell", {
    "forest-gate": "north",
    "mossy-path": "west",
    "old-well": "north",
  });
  #lives: Promise<unknown> = Promise.resolve();

  readonly #random: () => number;

  private constructor(walking: Walking, random: () => number) {
    this.#walking = walking;
    this.#random = random;
  }

  /** Brings them in. The server is to be up. */
  static async gather(url: string, random: () => number): Promise<Crowd> {
    const crowd = new Crowd(new Walking(await lookUpScenery(TAVERN, { origin: url }), random), random);
    const { area, realm, forest, private: secret } = crowd.#talks;
    const call = () => new Talking(realm, "call", "realm");
    const door = new KeepingADoor("landing", "west", { "common-room": "west", "stair-foot": "up" });
    const habits: [name: string, realm: string, ...Habit[]][] = [
      ["Anna", TAVERN, new Carrying("clay mug", "armchair", random), new Talking(area, "say", "area")],
      ["Ben", TAVERN, new Carrying("wooden mug", "armchair", random), new Talking(area, "emote holds", "area")],
      ["Cleo", TAVERN, new Talking(secret, "tell Anna", "Anna"), call()],
      ["Dora", TAVERN, door, call()],
      ["Emil", TAVERN, crowd.#walking],
      ["Fay", FOREST, crowd.#ringing, new Talking(forest, "call", "realm")],
    ];
    const api = createHttpApi({ origin: url });
    for (const [name, realm, ...theirs] of habits) {
      const token = await api.createSession();
      crowd.#people.push(new Person({ url, realm, name, token, habits: theirs, random }));
    }
    return crowd;
  }

  /** From now on they do what they do. */
  start(): void {
    this.#lives = Promise.all(this.#people.map((person) => person.live()));
  }

  /** @param loggedTick to which the tavern's log reaches */
  died(loggedTick: number): void {
    for (const person of this.#people) person.died(loggedTick);
  }

  up(): void {
    // Whatever anybody does is stored with the ticks before it: where nobody does anything a second may be lost.
    const isQuiet = this.#random() < QUIET_SHARE;
    for (const person of this.#people) person.up(isQuiet);
  }

  /** Waits until all have looked whether everything is there, and ends. */
  async end(): Promise<CrowdReport> {
    const late = performance.now() + CHECKED_WITHIN_MS;
    while (this.#people.some(({ isChecked }) => !isChecked) && performance.now() < late) await pause(50);
    for (const person of this.#people)
      if (!person.isChecked) person.fault("could not look whether everything is there");
    for (const person of this.#people) person.stop();
    await this.#lives;
    const sum = (of: (person: Person) => number) => this.#people.reduce((total, person) => total + of(person), 0);
    return {
      deedsAcknowledged: sum(({ done }) => done.deeds),
      wordsAcknowledged: Object.values(this.#talks).reduce((total, talk) => total + talk.told, 0),
      checks: sum(({ done }) => done.checks),
      mostLostTicks: this.#walking.mostLostTicks,
      rings: this.#ringing.rings,
      faults: this.#people.flatMap(({ faults }) => faults),
    };
  }
}
