import type { WorldFrame } from "../../protocol/world-frames.ts";
import type { Doorway } from "../../runner/doorway.ts";
import type { Link } from "../../runner/link.ts";
import type { WorldEvent } from "../events.ts";
import { MotionCast, type MotionPorts } from "../motion/motion-cast.ts";
import type { Self } from "../scenes.ts";
import type { Simulation } from "../simulation.ts";
import { Telling } from "./telling.ts";

/**
 * Where many people are something changes all the time, and each change is a scene to each of them, which names them all.
 * So a long scene of a place that one is in already comes less often: so many characters a tick, beyond what is free; but
 * never later than after so many ticks.
 */
const SCENE_FREE_CHARS = 2_500;
const SCENE_CHARS_A_TICK = 100;
const SCENE_LATE_TICKS = 40;

/** What a connection was last shown, and in which tick. */
interface Shown {
  area: number;
  /** Of all that is there, as its place has it. */
  text: string;
  self: Self | null;
  tick: number;
}

/** What an audience asks of where it is. */
export interface AudiencePorts {
  /** A binary frame; its bytes are used again after the call. */
  sendBytes(connection: string, frame: Uint8Array): void;
  count(name: string, by: number): void;
  now: MotionPorts["now"];
  mark?: MotionPorts["mark"];
}

/** Everybody who has said hello to a shard, and what they were told: scenes, events, who is here, and motion. */
export class Audience {
  readonly #door: Doorway<WorldFrame>;
  readonly #cast: MotionCast;
  /** Counts frames, as the numbers of events, scenes and people. */
  #seq = 0;
  /** What each connection was last shown, so that only changes are sent. */
  readonly #shown = new Map<string, Shown>();
  /** Somebody is to be shown a scene a little later. */
  #owes = false;
  /** Who was here when it was last told; `null`: nobody was told yet. */
  #people: Map<number, string> | null = null;
  /** Somebody woke or fell asleep since. */
  #haveComings = false;
  /** Connections that know who is here. */
  readonly #introduced = new Set<string>();

  constructor(door: Doorway<WorldFrame>, { sendBytes, count, mark, now }: AudiencePorts) {
    this.#door = door;
    this.#cast = new MotionCast({
      send: sendBytes,
      close: (connection) => door.close(connection, "TOO_SLOW", "TOO_SLOW"),
      count,
      mark,
      now,
    });
  }

  get cast(): MotionCast {
    return this.#cast;
  }

  /** Somebody has not been told everything, and may be. */
  get isBehind(): boolean {
    return this.#owes || this.#cast.isBehind;
  }

  /** A connection is gone. */
  left(connection: string): void {
    this.#shown.delete(connection);
    this.#introduced.delete(connection);
    this.#cast.unwatch(connection);
  }

  /** The world was read anew: whatever was shown may not be so. */
  forget(): void {
    this.#shown.clear();
    this.#introduced.clear();
    this.#people = null;
    this.#cast.clear();
  }

  /** A client wants to be told of motion, or no more. */
  watch(link: Link, { on, loses = false }: WorldFrame & { t: "watch" }, world: Simulation): void {
    if (link.watches === on && link.loses === loses) return;
    link.watches = on;
    link.loses = loses;
    this.#door.keep(link);
    this.#introduced.delete(link.connection);
    this.#cast.unwatch(link.connection);
    // Who is not in yet has nothing to look at.
    if (on && link.member !== null) this.#cast.watch(link, world.motion.layout);
  }

  /** It had fallen behind and has caught up: it is shown the whole. */
  recovered(link: Link, world: Simulation): void {
    // What was shown meanwhile was kept from them.
    this.#shown.delete(link.connection);
    this.#introduced.delete(link.connection);
    this.show(link, world);
    this.#introduce(link, world);
  }

  /** Where somebody is, if it is not what they see already. */
  show(link: Link, { scenes, tick }: Simulation): void {
    const { area, text } = scenes.place(link.member);
    const self = scenes.self(link.member);
    const before = this.#shown.get(link.connection);
    const isItself = before !== undefined && isAlike(before.self, self);
    if (isItself && before.text === text) return;
    const isOnlyAround = isItself && before.area === area;
    if (isOnlyAround && tick - before.tick < ticksBetween(text.length)) {
      this.#owes = true;
      return;
    }
    this.#shown.set(link.connection, { area, text, self, tick });
    this.#numberText([link], `{"t":"scene","scene":${scenes.text(link.member)}`);
  }

  /** What happened, to all who learn of it. */
  tell(events: readonly WorldEvent[], world: Simulation): void {
    if (events.length === 0) return;
    this.#haveComings ||= events.some(({ type }) => type === "woke" || type === "slept");
    const telling = new Telling(events, world);
    const alike = new Map<string, Link[]>();
    for (const link of this.#door.seated) {
      const text = telling.textFor(link.member);
      if (text === "") continue;
      const others = alike.get(text);
      if (others) others.push(link);
      else alike.set(text, [link]);
    }
    for (const [text, links] of alike) this.#numberText(links, `{"t":"events","events":${text}`);
  }

  /** After ticks: where people are, if that may have changed, and what moves. */
  settle(world: Simulation, isStale: boolean): void {
    const { seated } = this.#door;
    if (isStale || this.#owes) {
      this.#owes = false;
      for (const link of seated) this.show(link, world);
    }
    const watchers = seated.filter(({ watches, member }) => watches && member !== null);
    if (isStale || watchers.some(({ connection }) => !this.#introduced.has(connection)))
      this.#tellPeople(watchers, world);
    this.#cast.tell(world.motion, world.tick, world.isAwake, watchers);
  }

  /** Who has come and who has gone, to those who know the rest; all of it to the others. */
  #tellPeople(watchers: readonly Link[], world: Simulation): void {
    if (watchers.length === 0) return;
    if (this.#haveComings || this.#people === null) this.#tellComings(watchers, world);
    for (const link of watchers) if (!this.#introduced.has(link.connection)) this.#introduce(link, world);
  }

  #tellComings(watchers: readonly Link[], world: Simulation): void {
    const now = new Map(world.motion.people().map(({ entity, name }) => [entity, name]));
    const before = this.#people ?? now;
    this.#people = now;
    this.#haveComings = false;
    const here = [...now].flatMap(([entity, name]) => (before.has(entity) ? [] : [{ entity, name }]));
    const gone = [...before.keys()].filter((entity) => !now.has(entity));
    const knowing = watchers.filter(({ connection }) => this.#introduced.has(connection));
    if (knowing.length > 0 && here.length + gone.length > 0) this.#number(knowing, { t: "people", here, gone });
  }

  #introduce(link: Link, world: Simulation): void {
    if (!link.watches || link.member === null) return;
    this.#introduced.add(link.connection);
    this.#number([link], { t: "people", whole: true, here: world.motion.people(), gone: [] });
  }

  #number(links: Link[], frame: object): void {
    this.#numberText(links, JSON.stringify(frame).slice(0, -1));
  }

  /** @param frame its text, but for the bracket at its end */
  #numberText(links: Link[], frame: string): void {
    this.#seq += 1;
    const texts = `${frame},"seq":${this.#seq}}`;
    this.#door.sendNumbered({ type: "numbered", links, texts, seq: this.#seq, probe: false });
  }
}

/** So many ticks lie at least between two scenes of this length. */
function ticksBetween(chars: number): number {
  return Math.min(SCENE_LATE_TICKS, (chars - SCENE_FREE_CHARS) / SCENE_CHARS_A_TICK);
}

function isAlike(one: Self | null, other: Self | null): boolean {
  if (one === other || one === null || other === null) return one === other;
  return one.entity === other.entity && one.isSitting === other.isSitting && one.carries === other.carries;
}
