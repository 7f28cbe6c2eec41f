import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { type MoveWish, still } from "../../client/motion/move-wish.ts";
import { MovingWorld } from "../../client/motion/moving-world.ts";
import type { SnapshotLayout } from "../../core/protocol/snapshot/snapshot-schema.ts";
import { motionLayout } from "../../core/protocol/world-motion.ts";
import type { WorldEvent } from "../../core/world/events.ts";
import type { Rapier } from "../../core/world/physics/engine.ts";
import { Foresight } from "../../core/world/prediction/foresight.ts";
import type { RealmMap } from "../../core/world/realm-map.ts";
import { type Scenery, sceneryOf } from "../../core/world/scenery.ts";
import { alone } from "../../core/world/shard/membership.ts";
import type { Simulation, SimulationFactory } from "../../core/world/simulation.ts";
import { type Frame, ShardShell } from "../shard-shell.ts";
import type { Dice } from "../simulation/dice.ts";
import { note, type Tally } from "../simulation/tally.ts";
import { Client, type Person } from "./client.ts";
import { insist } from "./invariants.ts";
import { Listener } from "./listener.ts";
import { ObservedWorlds, type SeenStep, type Watching } from "./observed-worlds.ts";
import { OwnBodies } from "./own-bodies.ts";
import { SightModel } from "./sight-model.ts";
import { storedWorld } from "./stored-world.ts";
import { mustHear } from "./visible.ts";
import { WorldModel } from "./world-model.ts";

/** Frames of screens, and how often the network is looked at. */
export const SLICE_MS = 25;
/** The shard learns so much later that a socket is gone. */
const CLOSING_MS = 100;
/** What may be lost with the last second, and nobody minds. */
const mayBeLost: readonly WorldEvent["type"][] = ["left", "arrived", "pushed"];

export interface WorldParts {
  map: RealmMap;
  factory: SimulationFactory;
  rapier: Rapier;
}

/** One shard with all its people and their networks: the verbs of which events are made. */
export class SimulatedWorld implements Watching {
  readonly dice: Dice;
  readonly tally: Tally = {};
  readonly layout: SnapshotLayout;
  /** When it was made, in the simulation's own time. */
  readonly bornMs: number;
  readonly shell: ShardShell;
  readonly model = new WorldModel();
  readonly sight: SightModel;
  readonly bodies = new OwnBodies();
  readonly people: Person[];
  readonly clients: Client[] = [];
  readonly wishes = new Map<Person, MoveWish>();
  /** By how much the shell's clock was moved by force. */
  jumpedMs = 0;
  readonly #worlds: ObservedWorlds;
  readonly #scenery: Scenery;
  readonly #rapier: Rapier;
  readonly #byConnection = new Map<string, Client>();
  /** Ticks of the live world that are not in the log. */
  #unlogged: SeenStep[] = [];
  #isRestored = false;
  /** What the world came to when it was last written. */
  #hash: { tick: number; hash: string } | null = null;
  #telling: SeenStep | null = null;
  /** Where everybody who walks is, as events tell. */
  #areas = new Map<number, string>();
  /** What was seen to be wrong while the shard was at work. */
  #failure: unknown = null;
  /** The power goes with the next row of the log. */
  #losesPower = false;

  constructor(dice: Dice, { map, factory, rapier }: WorldParts, people: Person[]) {
    this.dice = dice;
    this.people = people;
    this.sight = new SightModel(map, this.model);
    this.#scenery = sceneryOf(map);
    this.layout = motionLayout(map.areas);
    this.#rapier = rapier;
    this.#worlds = new ObservedWorlds(factory, this);
    this.shell = new ShardShell(this.#worlds, () => alone, existsSync("/dev/shm") ? "/dev/shm" : tmpdir());
    this.bornMs = this.elapsedMs;
    this.shell.onText = (id, frame) => this.#watch(() => this.#onText(id, frame));
    this.shell.onMotion = (id, bytes) => this.#watch(() => this.#onMotion(id, bytes));
    this.shell.onLogged = (to) => this.#watch(() => this.#onLogged(to));
  }

  /** Time that has passed, clock jumps left out: what clients go by. */
  get elapsedMs(): number {
    return this.shell.time.nowMs - this.jumpedMs;
  }

  /** The live world; `null` while nobody has asked for it since memory was lost. */
  get world(): Simulation | null {
    return this.#worlds.current;
  }

  // Watching.

  restored(world: Simulation): void {
    // Without a checkpoint a world is read from its beginning; the model has been through that already.
    if (world.tick === 0 && this.model.tick === 0) this.model.begin(storedWorld(world));
    this.#unlogged = [];
    this.#isRestored = true;
    this.#areas.clear();
    note(this.tally, "world read");
  }

  stepping(world: Simulation): void {
    this.#watch(() => this.#stepping(world));
  }

  /** [W3] The first tick after the log's end: what was read is what was written. */
  #stepping(world: Simulation): void {
    if (!this.#isRestored || world.tick < this.model.tick) return;
    this.#isRestored = false;
    insist(world.tick === this.model.tick, "W3", `the log ends at ${world.tick}, not at ${this.model.tick}`);
    if (this.#hash) insist(world.hash() === this.#hash.hash, "W3", `tick ${world.tick} has another state hash`);
    this.bodies.moved();
  }

  stepped(step: SeenStep): void {
    if (!this.#isRestored) this.#unlogged.push(step);
  }

  telling(step: SeenStep): void {
    // A process that is as good as dead tells nobody.
    if (this.shell.isDead) return;
    this.#watch(() => this.#onTelling(step));
  }

  /** What fails in here would be taken for the shard's own failure, and overcome. */
  #watch(look: () => void): void {
    try {
      look();
    } catch (error) {
      this.#failure ??= error;
    }
  }

  #onText(id: string, frame: Frame): void {
    this.#byConnection.get(id)?.listener.take(frame, (subject) => this.#worlds.current?.memberOf(subject) ?? null);
    note(this.tally, `frame ${frame.t === "error" ? frame.error.code : frame.t}`);
  }

  #onTelling(step: SeenStep): void {
    // What a dead process says nobody hears.
    if (this.shell.isDead) return;
    this.#conclude();
    this.#telling = step;
    const grave = step.events.find(({ type }) => !mayBeLost.includes(type));
    if (grave)
      insist(step.logged, "W2", `${JSON.stringify(grave)} was told in tick ${step.tick}, which is not in the log`);
    for (const event of step.events) this.#walked(event);
  }

  /** [W7] Who leaves an area was in it, and arrives once. */
  #walked(event: WorldEvent): void {
    note(this.tally, `event ${event.type}`);
    if (event.type !== "left" && event.type !== "arrived") return;
    const { entity, name } = event.who;
    const [before, now] = event.type === "left" ? [event.area, event.to] : [event.from, event.area];
    const known = this.#areas.get(entity) ?? before;
    const wanted = event.type === "left" ? before : `on the way to ${now}`;
    insist(
      known === wanted || !this.#areas.has(entity),
      "W7",
      `${name} ${event.type} (${before} to ${now}), but was ${known}`,
    );
    this.#areas.set(entity, event.type === "left" ? `on the way to ${now}` : now);
  }

  #onLogged(to: number): void {
    const world = this.#worlds.current;
    if (!world) return;
    for (const step of this.#unlogged) {
      step.logged = true;
      this.model.fold(step);
    }
    this.#unlogged = [];
    this.model.tick = to;
    this.#hash = { tick: to, hash: world.hash() };
    if (this.#losesPower) this.shell.isDead = true;
  }

  #onMotion(id: string, bytes: Uint8Array): void {
    const [client, world] = [this.#byConnection.get(id), this.#worlds.current];
    if (!client || !world) return;
    const { listener } = client;
    const viewer = listener.member === null ? null : world.viewer(listener.member);
    insist(viewer !== null, "W8", `${client} is not here and is told what moves`);
    listener.motion(bytes, () => this.sight.visible(world, viewer.area));
    note(this.tally, "motion frames");
  }

  /** [W6] The tick that was told last has reached everybody. */
  #conclude(): void {
    const step = this.#telling;
    this.#telling = null;
    for (const { listener, isOpen, isForgotten } of this.clients) {
      if (!isOpen || isForgotten) continue;
      const { member } = listener;
      listener.conclude(step && member !== null ? mustHear(step, member, this.model) : [], step?.tick ?? -1);
    }
  }

  // Verbs.

  /** Runs something of the shard's, and looks at what came of it. */
  run(act: () => void): void {
    act();
    if (this.#failure !== null) throw this.#failure;
    if (this.shell.isDead) return this.crash(0);
    this.#conclude();
    for (const { listener, isOpen } of this.clients) {
      if (isOpen) insist(listener.isSettled(), "W6", `${listener.subject} has caught up and was not shown the whole`);
    }
  }

  /** Opens a socket, says hello and enters: all of it through the network. */
  connect(person: Person): Client {
    let connection = "";
    this.run(() => {
      connection = this.shell.open();
    });
    const socket = this.shell.socket(connection);
    const listener = new Listener(person.subject, this.layout);
    const random = () => this.dice.below(1_000_000) / 1_000_000;
    const deliver = (client: Client, data: string) => this.#deliver(client, data);
    const client = new Client({ person, connection, socket, listener, random, deliver });
    this.clients.push(client);
    this.#byConnection.set(connection, client);
    person.client = client;
    client.send(this.elapsedMs, { t: "hello", v: 1, role: "player", token: person.subject });
    client.enter(this.elapsedMs);
    if (person.device !== "words") this.#openEyes(person, client);
    return client;
  }

  #openEyes(person: Person, client: Client): void {
    if (!person.motion) {
      person.motion = new MovingWorld(this.#scenery, (frame) => this.#fromPage(person, frame));
      if (person.device === "engine") person.motion.foresee(new Foresight(this.#rapier, this.#scenery));
      else person.motion.steerOnly();
    }
    person.motion.reset();
    this.bodies.moved();
    client.send(this.elapsedMs, { t: "watch", on: true });
  }

  #fromPage(person: Person, frame: object): boolean {
    const { client } = person;
    if (!client?.isOpen) return false;
    const isMute = client.manners === "mute";
    if (isMute && "t" in frame && frame.t === "seen") return false;
    const { seen: _, ...rest } = frame as { seen?: number };
    if (person.isWild && this.dice.chance(0.3)) client.throwIn(this.elapsedMs, frame);
    return client.send(this.elapsedMs, isMute ? rest : frame);
  }

  #deliver(client: Client, data: string): void {
    if (!client.isOpen || client.isForgotten) return;
    note(this.tally, "delivered");
    const { listener } = client;
    const frame = parsed(data);
    if (listener.isWelcome) {
      if (frame.t === "ack" && typeof frame.seq === "number") listener.acknowledged(frame.seq);
      if (typeof frame.seen === "number") listener.seen(frame.seen);
      if (frame.t === "seen" && typeof frame.tick === "number") listener.seen(frame.tick);
      if (frame.t === "watch") listener.watches = frame.on === true;
    } else if (frame.t === "watch") listener.watches = frame.on === true;
    if (typeof frame.id === "number") listener.asked.add(frame.id);
    this.run(() => void this.shell.runner.message(client.connection, data));
  }

  /** Bytes, or text that is none of the client's own. */
  garbage(client: Client, data: string | ArrayBuffer): void {
    client.listener.wasRefused = true;
    if (client.isOpen) this.run(() => void this.shell.runner.message(client.connection, data));
  }

  /** The client's end is gone; the shard learns of it now or a little later. */
  drop(client: Client, isKnown: boolean): void {
    client.socket.closed ??= 1001;
    client.there.cut();
    if (isKnown) this.#forget(client);
  }

  #forget(client: Client): void {
    if (client.isForgotten) return;
    client.isForgotten = true;
    this.run(() => this.shell.runner.closed(client.connection));
  }

  /** Time passes, for the shard, the networks and the screens. */
  async pass(ms: number, sliceMs = SLICE_MS): Promise<void> {
    for (let left = ms; left > 0; left -= sliceMs) {
      this.run(() => {
        this.shell.time.advance(Math.min(sliceMs, left), {
          timer: () => this.run(() => this.shell.runner.timer()),
          alarm: () => this.run(() => this.shell.runner.alarm()),
        });
      });
      for (const client of this.clients) this.#turn(client);
      for (const person of this.people) this.#screen(person);
      for (let i = 0; i < 3; i++) await null;
    }
  }

  #turn(client: Client): void {
    if (client.isForgotten) return;
    if (!client.isOpen && this.dice.below(CLOSING_MS) < SLICE_MS) return this.#forget(client);
    client.run(this.elapsedMs);
  }

  #screen(person: Person): void {
    const { motion, client } = person;
    if (!motion || !client?.isOpen) return;
    motion.advance(this.elapsedMs, this.wishes.get(person) ?? still);
    const moment = motion.moment(this.elapsedMs);
    // Where wild moves lead somebody their own page cannot foresee.
    if (person.device === "engine" && !person.isWild) this.bodies.look(this, client, moment);
  }

  /** The process dies; sockets go with it. */
  crash(downMs: number): void {
    for (const client of this.clients) {
      client.isForgotten = true;
      client.there.cut();
    }
    this.#telling = null;
    this.#unlogged = [];
    this.#losesPower = false;
    this.#worlds.current = null;
    this.shell.time.nowMs += downMs;
    this.shell.crash();
    this.bodies.moved();
  }

  /** Memory goes, sockets stay. */
  hibernate(): void {
    for (const { listener, socket, isOpen } of this.clients) {
      if (isOpen) listener.slept(socket.keepsake?.isBehind === true);
    }
    this.#worlds.current = null;
    this.shell.hibernate();
    note(this.tally, "hibernation");
  }

  losePower(): void {
    this.#losesPower = true;
  }

  get losesPower(): boolean {
    return this.#losesPower;
  }

  /** The shell's clock is set; timers go on. */
  jump(ms: number): void {
    const { time } = this.shell;
    time.nowMs += ms;
    if (time.timerMs !== null) time.timerMs += ms;
    this.jumpedMs += ms;
    this.bodies.moved();
  }

  end(): void {
    for (const { motion } of this.people) motion?.stop();
    this.shell.end();
  }
}

interface Said {
  t?: unknown;
  id?: unknown;
  seq?: unknown;
  seen?: unknown;
  tick?: unknown;
  on?: unknown;
}

function parsed(data: string): Said {
  try {
    return (JSON.parse(data) ?? {}) as Said;
  } catch {
    return {};
  }
}
