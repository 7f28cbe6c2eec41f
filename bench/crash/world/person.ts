import { RequestError } from "../../../client/request-error.ts";
import { createWorldClient, type MotionNews, type WorldClient, worldSocketUrl } from "../../../client/world-client.ts";
import type { WorldReply } from "../../../client/world-requests.ts";
import type { SceneView } from "../../../core/protocol/world-frames.ts";
import { pause } from "../../load/gate.ts";

/** Something that a person does again and again, and remembers. */
export interface Habit {
  /** What it does need not be stored before anybody hears of it. */
  readonly isQuiet?: true;
  /** Does it once, perhaps. */
  deed(self: Person): Promise<void>;
  /** After the world was away: whether all that it acknowledged is there. False: it went away again meanwhile. */
  check(self: Person): Promise<boolean>;
  /** The world has died; its log reaches to this tick. */
  died?(loggedTick: number): void;
  /** The world told of something that happened. */
  heard?(text: string): void;
  /** Something moved. */
  moved?(news: MotionNews, self: Person): void;
}

/** Where somebody is, and as whom. */
export interface PersonWish {
  url: string;
  realm: string;
  name: string;
  token: string;
  habits: readonly Habit[];
  random: () => number;
}

const LOOK_EVERY_MS = 20;
/** An area is left by then, unless something is in the way. */
const WALKED_WITHIN_MS = 25_000;
const REST_MS = 350;
/** Longer than this nobody needs to come back to a world that is up. */
const BACK_WITHIN_MS = 15_000;

/** Somebody in a world, with the product's own client. */
export class Person {
  readonly name: string;
  /** What went against the promise. */
  readonly faults: string[] = [];
  /** Deeds that the world acknowledged, and how often all of them were looked for after it had died. */
  readonly done = { deeds: 0, checks: 0 };
  readonly #client: WorldClient;
  readonly #habits: readonly Habit[];
  readonly #random: () => number;
  /** Of the world, counted by its deaths; the one that was last looked over. */
  #life = 0;
  #checkedLife = 0;
  #upMs: number | null = null;
  /** They look on, and do nothing, until the world has died once more. */
  #isQuiet = false;
  #isOver = false;
  /** The area that they are leaving. */
  #walk = { from: "", sinceMs: 0 };

  constructor({ url, realm, name, token, habits, random }: PersonWish) {
    this.name = name;
    this.#habits = habits;
    this.#random = random;
    this.#client = createWorldClient({
      url: worldSocketUrl(url, realm),
      name,
      token: async () => token,
      onLines: (lines) => {
        for (const { from, text } of lines) if (from === "event") for (const habit of habits) habit.heard?.(text);
      },
      onMotion: (news) => {
        for (const habit of habits) habit.moved?.(news, this);
      },
    });
    if (habits.some(({ moved }) => moved)) this.#client.watch(true);
  }

  /** What they see; `null` while they are not in. */
  get scene(): SceneView | null {
    const { connection, scene, isAway } = this.#client.state;
    return connection.state === "live" && !isAway && scene?.you ? scene : null;
  }

  /** All that was acknowledged before the world last died has been looked for. */
  get isChecked(): boolean {
    return this.#checkedLife === this.#life;
  }

  died(loggedTick: number): void {
    this.#life += 1;
    this.#upMs = null;
    for (const habit of this.#habits) habit.died?.(loggedTick);
  }

  /** The world is up: they try to come back now. @param isQuiet with nothing to do but to walk about */
  up(isQuiet: boolean): void {
    this.#upMs = performance.now();
    this.#isQuiet = isQuiet;
    if (this.#client.state.connection.state !== "ended") this.#client.reconnect();
  }

  stop(): void {
    this.#isOver = true;
    this.#client.stop();
  }

  /** Lives on, until stopped. */
  async live(): Promise<void> {
    while (!this.#isOver) {
      if (!this.scene) this.#waitToComeBack();
      else if (!this.isChecked) await this.#check();
      else await this.#do();
      await pause(LOOK_EVERY_MS);
    }
  }

  /** Types a line. `null`: whether it was carried out is not known. */
  async ask(line: string): Promise<WorldReply | null> {
    try {
      const reply = await this.#client.command(line);
      this.done.deeds += reply.ok ? 1 : 0;
      return reply;
    } catch (error) {
      if (error instanceof RequestError) return null;
      throw error;
    }
  }

  say(frame: object): boolean {
    return this.#client.send(frame);
  }

  /** Whether they are there; else they are on the way, which names for each area the direction to go. */
  async goTo(area: string, way: Readonly<Record<string, string>>): Promise<boolean> {
    const here = this.scene?.area ?? "";
    if (here === area) return true;
    // Who is told again while they walk begin the way anew.
    const isWalking = this.#walk.from === here && performance.now() - this.#walk.sinceMs < WALKED_WITHIN_MS;
    const direction = way[here];
    if (isWalking || direction === undefined) return false;
    const reply = await this.ask(direction);
    if (reply?.ok) this.#walk = { from: here, sinceMs: performance.now() };
    return false;
  }

  fault(text: string): void {
    this.faults.push(`${this.name}: ${text}`);
  }

  async #do(): Promise<void> {
    const habit = this.#habits[Math.floor(this.#random() * this.#habits.length)];
    if (!this.#isQuiet || habit?.isQuiet) await habit?.deed(this);
    await pause(this.#random() * REST_MS);
  }

  async #check(): Promise<void> {
    const life = this.#life;
    for (const habit of this.#habits) if (!(await habit.check(this))) return;
    this.#checkedLife = life;
    this.done.checks += 1;
  }

  #waitToComeBack(): void {
    const { connection, refusal } = this.#client.state;
    if (connection.state === "ended") this.#giveUp(`the connection ended: ${connection.reason}`);
    else if (refusal) this.#giveUp(`was in, and is not let in again: ${refusal.code}`);
    else if (this.#upMs !== null && performance.now() - this.#upMs > BACK_WITHIN_MS) this.#giveUp("cannot come back");
  }

  #giveUp(why: string): void {
    this.fault(why);
    this.stop();
  }
}
