import { SnapshotBuffer } from "../../client/motion/snapshot-buffer.ts";
import { UNACKED_STATES_MAX } from "../../core/protocol/index.ts";
import { readMotionFrame } from "../../core/protocol/motion-frame.ts";
import type { EntityTable } from "../../core/protocol/snapshot/entity-table.ts";
import type { SnapshotLayout } from "../../core/protocol/snapshot/snapshot-schema.ts";
import type { PeopleFrame, SceneView } from "../../core/protocol/world-frames.ts";
import type { Frame } from "../shard-shell.ts";
import { insist } from "./invariants.ts";

/** Snapshots that somebody gets who does not say that they arrive: 20, every fourth, every 20th, and some for the borders. */
const CREDIT = 34;
/** Numbered by the client: entering is always this. */
export const ENTER_ID = 1;

interface Told {
  type: string;
  text: string;
}

/** What one connection was sent, at the moment when it left the shard: whatever the way does to it later. */
export class Listener {
  readonly subject: string;
  /** Who they are, once they are in. */
  member: number | null = null;
  /** They were let in. */
  isWelcome = false;
  /** Requests without an answer. */
  readonly asked = new Set<number>();
  /** Something was refused as too much or as no frame: answers may be without a number. */
  wasRefused = false;
  readonly people = new Map<number, string>();
  scene: SceneView | null = null;
  /** Events of the tick that is being told. */
  heard: Told[][] = [];
  /** Numbered frames that are not acknowledged. */
  unacked: number[] = [];
  /** Something was kept from them: nothing numbered until they acknowledge, then the whole. */
  isBehind = false;
  newestTick = -1;
  seenTick = -1;
  watches = false;
  /** Something came before they were let in and was refused: what they want is not known. */
  isUnclear = false;
  readonly #snapshots: SnapshotBuffer;
  #owedScene = false;
  #unseen = 0;

  constructor(subject: string, layout: SnapshotLayout) {
    this.subject = subject;
    this.#snapshots = new SnapshotBuffer(layout);
  }

  get table(): EntityTable | null {
    return this.#snapshots.newest?.table ?? null;
  }

  /** All that was sent has been acknowledged. */
  get keepsUp(): boolean {
    return !this.isBehind && this.unacked.length === 0 && (!this.watches || this.seenTick === this.newestTick);
  }

  /** A frame leaves. @param memberOf who has this subject */
  take(frame: Frame, memberOf: (subject: string) => number | null): void {
    if (frame.t === "welcome") this.isWelcome = true;
    if (frame.t === "reply") {
      if (frame.id !== undefined) this.#answered(frame.id);
      if (frame.id === ENTER_ID && frame.ok) this.member ??= memberOf(this.subject);
    }
    if (frame.t === "error") {
      this.isUnclear ||= frame.error.code === "HELLO_FIRST" || frame.error.code === "RATE_LIMITED";
      if (frame.id === undefined) this.wasRefused = true;
      else this.#answered(frame.id);
    }
    if ("seq" in frame) this.#numbered(frame);
  }

  #answered(id: number): void {
    insist(this.asked.delete(id) || this.wasRefused, "W14", `an answer to ${id}, which nobody waits for`);
  }

  #numbered(frame: Frame & { seq: number }): void {
    insist(!this.isBehind, "W10", `${this.subject} is behind and was sent ${JSON.stringify(frame)}`);
    insist(this.unacked.length < UNACKED_STATES_MAX, "W10", `${this.subject} was sent more than they acknowledge`);
    this.unacked.push(frame.seq);
    if (this.#owedScene) insist(frame.t === "scene", "W6", `${this.subject} was behind and got ${frame.t}, no scene`);
    this.#owedScene = false;
    if (frame.t === "scene") this.scene = frame.scene;
    if (frame.t === "events") this.heard.push(frame.events);
    if (frame.t === "people") this.#introduce(frame);
  }

  #introduce({ whole, here, gone }: PeopleFrame): void {
    if (whole) this.people.clear();
    for (const { entity, name } of here) {
      insist(!this.people.has(entity), "W7", `${this.subject} is told twice that ${name} is here`);
      this.people.set(entity, name);
    }
    for (const entity of gone) {
      insist(this.people.delete(entity), "W7", `${this.subject} is told that ${entity} left, of whom they do not know`);
    }
  }

  /** The tick is told: they heard this, and nothing else. */
  conclude(wanted: Told[], tick: number): void {
    const heard = this.heard.splice(0);
    if (wanted.length === 0 && heard.length === 0) return;
    const isHeldBack = this.isBehind || this.unacked.length >= UNACKED_STATES_MAX;
    if (heard.length === 0 && isHeldBack) this.isBehind = true;
    else {
      const [one, other] = [JSON.stringify(heard), JSON.stringify(wanted.length > 0 ? [wanted] : [])];
      insist(one === other, "W6", `${this.subject} heard ${one} in tick ${tick}\n  but it was ${other}`);
    }
  }

  /** To be called before the acknowledgement reaches the shard. */
  acknowledged(seq: number): void {
    this.unacked = this.unacked.filter((one) => one > seq);
    if (!this.isBehind || this.unacked.length >= UNACKED_STATES_MAX) return;
    this.isBehind = false;
    this.#owedScene = true;
  }

  /** After an acknowledgement: what was owed has been sent. */
  isSettled(): boolean {
    return !this.#owedScene;
  }

  seen(tick: number): void {
    if (tick > this.newestTick || tick <= this.seenTick) return;
    this.seenTick = tick;
    this.#unseen = 0;
  }

  /** Memory of the shard is gone, and what was not acknowledged with it. */
  slept(isBehind: boolean): void {
    this.unacked = [];
    this.isBehind = isBehind;
    this.#unseen = 0;
  }

  /** A binary frame leaves. @param visible what may be seen */
  motion(bytes: Uint8Array, visible: () => ReadonlyMap<number, unknown>): void {
    const frame = readMotionFrame(bytes);
    insist(frame !== null, "W8", `${this.subject} was sent a binary frame that is no motion`);
    if (frame.snapshot.length === 0) return;
    const before = this.newestTick;
    if (frame.fresh) this.#snapshots.forget();
    const tick = this.#snapshots.take(frame.snapshot.slice());
    insist(tick !== null, "W8", `${this.subject} was sent a snapshot that cannot be read`);
    // A fresh one has credit of its own.
    if (frame.fresh) this.#unseen = 0;
    if (tick <= before) this.seenTick = -1;
    this.newestTick = tick;
    this.#unseen += 1;
    insist(this.#unseen <= CREDIT, "W10", `${this.subject} got ${this.#unseen} snapshots unseen`);
    const may = visible();
    const { table } = this;
    for (let row = 0; row < (table?.length ?? 0); row++) {
      const id = table?.ids[row] ?? 0;
      insist(may.has(id), "W8", `${this.subject} sees ${id} in tick ${tick}`);
    }
  }
}
