import type { WorldFrame } from "../../protocol/world-frames.ts";
import type { Doorway } from "../../runner/doorway.ts";
import type { Link } from "../../runner/link.ts";
import { isWitness, type WorldEvent } from "../events.ts";
import { MotionCast, type MotionPorts } from "../motion/motion-cast.ts";
import type { SceneStamp } from "../scenes.ts";
import type { Simulation } from "../simulation.ts";
import { prose } from "../text/prose.ts";

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
  readonly #shown = new Map<string, SceneStamp>();
  /** Who was here when it was last told; `null`: nobody was told yet. */
  #people: Map<number, string> | null = null;
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
    this.#shown.delete(link.connection);
    this.show(link, world);
    this.#introduce(link, world);
  }

  /** Where somebody is, if it is not what they see already. */
  show(link: Link, { scenes }: Simulation): void {
    const [now, before] = [scenes.stamp(link.member), this.#shown.get(link.connection)];
    if (before?.area === now.area && before.you === now.you) return;
    this.#shown.set(link.connection, now);
    this.#number([link], { t: "scene", scene: scenes.scene(link.member) });
  }

  /** What happened, to all who learn of it. */
  tell(events: readonly WorldEvent[], world: Simulation): void {
    if (events.length > 0) for (const link of this.#door.seated) this.#tellOne(link, events, world);
  }

  #tellOne(link: Link, events: readonly WorldEvent[], world: Simulation): void {
    const { member } = link;
    const viewer = member === null ? null : world.viewer(member);
    if (member === null || !viewer) return;
    const seen = events.filter(
      (event) => isWitness(event, viewer) && (!("who" in event) || !event.who || world.hears(member, event.who.entity)),
    );
    if (seen.length === 0) return;
    this.#number([link], {
      t: "events",
      events: seen.map((event) => ({ type: event.type, text: prose(event, viewer) })),
    });
  }

  /** After ticks: where people are, if that may have changed, and what moves. */
  settle(world: Simulation, isStale: boolean): void {
    const { seated } = this.#door;
    if (isStale) for (const link of seated) this.show(link, world);
    const watchers = seated.filter(({ watches, member }) => watches && member !== null);
    if (isStale || watchers.some(({ connection }) => !this.#introduced.has(connection)))
      this.#tellPeople(watchers, world);
    this.#cast.tell(world.motion, world.tick, world.isAwake, watchers);
  }

  /** Who has come and who has gone, to those who know the rest; all of it to the others. */
  #tellPeople(watchers: readonly Link[], world: Simulation): void {
    if (watchers.length === 0) return;
    const now = new Map(world.motion.people().map(({ entity, name }) => [entity, name]));
    const before = this.#people ?? now;
    this.#people = now;
    const here = [...now].flatMap(([entity, name]) => (before.has(entity) ? [] : [{ entity, name }]));
    const gone = [...before.keys()].filter((entity) => !now.has(entity));
    const knowing = watchers.filter(({ connection }) => this.#introduced.has(connection));
    if (knowing.length > 0 && here.length + gone.length > 0) this.#number(knowing, { t: "people", here, gone });
    for (const link of watchers) if (!this.#introduced.has(link.connection)) this.#introduce(link, world);
  }

  #introduce(link: Link, world: Simulation): void {
    if (!link.watches || link.member === null) return;
    this.#introduced.add(link.connection);
    this.#number([link], { t: "people", whole: true, here: world.motion.people(), gone: [] });
  }

  #number(links: Link[], frame: object): void {
    this.#seq += 1;
    const text = JSON.stringify({ ...frame, seq: this.#seq });
    this.#door.sendNumbered({ type: "numbered", links, texts: text, seq: this.#seq, probe: false });
  }
}
