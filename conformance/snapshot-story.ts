import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { EntityTable } from "../core/protocol/snapshot/entity-table.ts";
import type { Interest } from "../core/protocol/snapshot/frame-plan.ts";
import { SnapshotReceiver } from "../core/protocol/snapshot/snapshot-receiver.ts";
import { SnapshotSender } from "../core/protocol/snapshot/snapshot-sender.ts";
import { drawBelow, type Random, randomFor } from "../core/random.ts";
import { StoryWorld, storyLayout } from "./snapshot-world.ts";

/** What all frames of the story, and all that is seen of them, come to on every machine. A change of the codec or of its schema changes it, and must be meant. */
export const SNAPSHOT_HASH = "afca2daf519a44ecdf90e6c5b43f24ecd8f0bf936230cab28fe89302a7d87b5d";

const TICKS = 240;
const FRAME_BYTES_MAX = 60_000;

/** One client: how its frames and acknowledgements travel, and how much it may be sent. */
interface ClientPlan {
  name: string;
  /** Of each frame; `tight` ones must leave something out. */
  budgetBytes: number;
  /** Ticks that a message takes at most, either way; each draws its own, so that they overtake each other. */
  delayMax: number;
  /** Of a hundred messages. */
  lost: number;
  /** Begins anew now and then. */
  refreshes: boolean;
}

const clients: readonly ClientPlan[] = [
  { name: "perfect", budgetBytes: FRAME_BYTES_MAX, delayMax: 0, lost: 0, refreshes: false },
  { name: "late", budgetBytes: FRAME_BYTES_MAX, delayMax: 7, lost: 0, refreshes: false },
  { name: "tight", budgetBytes: 400, delayMax: 2, lost: 5, refreshes: false },
  { name: "poor", budgetBytes: 900, delayMax: 20, lost: 40, refreshes: true },
];

/** What the story came to, for all clients together. */
export interface SnapshotStory {
  hash: string;
  frames: number;
  bytes: number;
  /** How often each of these happened: proof that it was a story. */
  seen: Record<"whole" | "partial" | "stale" | "refused" | "entered" | "left" | "overtaken", number>;
}

/**
 * Some hundred things move, turn, rest, come and go before four clients, and every byte that is sent is summed up.
 * @param heard is called with every frame that arrives
 */
export function playSnapshots(heard: (client: string, frame: Uint8Array) => void = () => undefined): SnapshotStory {
  const sum = sha256.create();
  const seen = { whole: 0, partial: 0, stale: 0, refused: 0, entered: 0, left: 0, overtaken: 0 };
  const story: SnapshotStory = { hash: "", frames: 0, bytes: 0, seen };
  for (const plan of clients) {
    const client = new Client(plan, story, (bytes) => void sum.update(bytes), heard);
    const world = new StoryWorld(randomFor("snapshots", `world of ${plan.name}`));
    for (let tick = 0; tick < TICKS; tick++) {
      world.step(tick);
      client.step(tick, world.table, world.interest);
    }
  }
  story.hash = bytesToHex(sum.digest());
  return story;
}

/** Both ends of one line, and the line. */
class Client {
  readonly #plan: ClientPlan;
  readonly #story: SnapshotStory;
  readonly #write: (bytes: Uint8Array) => void;
  readonly #heard: (client: string, frame: Uint8Array) => void;
  readonly #random: Random;
  readonly #sender = new SnapshotSender(storyLayout);
  readonly #receiver = new SnapshotReceiver(storyLayout);
  readonly #out = new Uint8Array(FRAME_BYTES_MAX);
  #frames: { at: number; message: Uint8Array }[] = [];
  #acknowledgements: { at: number; message: number }[] = [];
  #newestAcknowledged = -1;

  constructor(
    plan: ClientPlan,
    story: SnapshotStory,
    write: (bytes: Uint8Array) => void,
    heard: (client: string, frame: Uint8Array) => void,
  ) {
    this.#plan = plan;
    this.#story = story;
    this.#write = write;
    this.#heard = heard;
    this.#random = randomFor("snapshots", `line of ${plan.name}`);
  }

  step(tick: number, truth: EntityTable, interest: Interest): void {
    if (this.#plan.refreshes && tick % 97 === 96) this.#sender.refresh();
    const length = this.#sender.encode(tick, truth, interest, this.#plan.budgetBytes, this.#out);
    const frame = this.#out.slice(0, length);
    this.#write(numbers(tick, length));
    this.#write(frame);
    this.#story.bytes += length;
    if (length > 0) {
      this.#story.frames += 1;
      this.#send(this.#frames, tick, frame);
    }
    this.#frames = this.#arrive(this.#frames, tick, (arrived) => this.#read(arrived, tick));
    this.#acknowledgements = this.#arrive(this.#acknowledgements, tick, (of) => this.#acknowledge(of));
  }

  #send<T>(line: { at: number; message: T }[], tick: number, message: T): void {
    const at = tick + drawBelow(this.#random, this.#plan.delayMax + 1);
    if (drawBelow(this.#random, 100) >= this.#plan.lost) line.push({ at, message });
  }

  #arrive<T>(line: { at: number; message: T }[], tick: number, take: (message: T) => void) {
    for (const { at, message } of line) if (at <= tick) take(message);
    return line.filter(({ at }) => at > tick);
  }

  #read(frame: Uint8Array, tick: number): void {
    const { seen } = this.#story;
    this.#heard(this.#plan.name, frame);
    const result = this.#receiver.read(frame);
    if (!result.ok) {
      seen[result.code === "SNAPSHOT_STALE" ? "stale" : "refused"] += 1;
      return;
    }
    seen[result.partial ? "partial" : "whole"] += 1;
    seen.entered += this.#receiver.entered.length;
    seen.left += this.#receiver.left.length;
    this.#write(numbers(...this.#receiver.entered, ...this.#receiver.left));
    this.#write(rowsOf(this.#receiver.latest));
    this.#send(this.#acknowledgements, tick, result.tick);
  }

  #acknowledge(tick: number): void {
    this.#sender.acknowledge(tick);
    if (tick < this.#newestAcknowledged) this.#story.seen.overtaken += 1;
    else this.#newestAcknowledged = tick;
  }
}

/** What a client sees, as bytes. */
function rowsOf(table: EntityTable): Uint8Array {
  const { ids, kinds, resting, x, y, z, orientations, fields, asOf } = table;
  const columns = [ids, kinds, resting, x, y, z, orientations, fields, asOf];
  return numbers(table.length, ...columns.flatMap((column) => [...column.subarray(0, table.length)]));
}

/** Numbers of 32 bits as bytes, the lowest first on every machine. */
function numbers(...values: number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, i) => {
    view.setUint32(i * 4, value >>> 0, true);
  });
  return new Uint8Array(view.buffer);
}
