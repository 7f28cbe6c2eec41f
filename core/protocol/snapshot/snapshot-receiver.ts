import { BitReader } from "./bits.ts";
import { EntityTable } from "./entity-table.ts";
import { noNews } from "./frame-body.ts";
import { type FrameHeader, readHeader } from "./frame-header.ts";
import { History, keepAll, SNAPSHOT_HISTORY } from "./history.ts";
import { RangeDecoder } from "./range-coder.ts";
import type { SnapshotLayout } from "./snapshot-schema.ts";
import { Workshop } from "./workshop.ts";

/** What became of a frame. */
export type FrameResult =
  /** `latest` is of this tick now; acknowledge it. */
  | { ok: true; tick: number; partial: boolean }
  /**
   * `SNAPSHOT_STALE`: older than what is shown, or seen before. `SNAPSHOT_NO_BASELINE`: what it builds on is not here;
   * if this goes on, ask for a fresh one. `SNAPSHOT_BAD`: it is no frame. Nothing has changed.
   */
  | { ok: false; code: "SNAPSHOT_STALE" | "SNAPSHOT_NO_BASELINE" | "SNAPSHOT_BAD" };

/** Reads the frames of a {@link SnapshotSender}, and keeps what the client sees. */
export class SnapshotReceiver {
  /** What is to be seen, in ascending order of ids. Its `asOf` says of which tick each state is. */
  latest = new EntityTable();
  /** Ids that came and went with the last frame that was read, in ascending order. */
  readonly entered: number[] = [];
  readonly left: number[] = [];
  /** The tick of `latest`; -1 before the first. */
  tick = -1;
  private spare = new EntityTable();
  private readonly workshop: Workshop;
  private readonly history: History;
  private readonly decoder = new RangeDecoder();
  private readonly news = noNews();

  /** @param history at least that of the sender */
  constructor(layout: SnapshotLayout, history = SNAPSHOT_HISTORY) {
    this.workshop = new Workshop(layout);
    this.history = new History(history, this.workshop);
  }

  /** Reads a frame. Never throws, whatever the bytes. */
  read(frame: Uint8Array): FrameResult {
    const reader = new BitReader(frame);
    const header = readHeader(reader, this.tick);
    if (!header) return { ok: false, code: "SNAPSHOT_BAD" };
    if (header.tick <= this.tick) return { ok: false, code: "SNAPSHOT_STALE" };
    if (!this.history.has(header)) return { ok: false, code: "SNAPSHOT_NO_BASELINE" };
    if (!this.decode(frame, reader.length, header)) return { ok: false, code: "SNAPSHOT_BAD" };
    this.history.keep(header);
    this.tick = header.tick;
    this.show(this.workshop.view);
    return { ok: true, tick: header.tick, partial: header.partial };
  }

  /** Memory that it holds. */
  get sizeBytes(): number {
    return this.workshop.sizeBytes + this.latest.sizeBytes + this.spare.sizeBytes;
  }

  private decode(frame: Uint8Array, start: number, header: FrameHeader): boolean {
    const { history, decoder, news } = this;
    const { body, view } = this.workshop;
    const base = history.takeStates(history.find(header.base), this.workshop.base);
    if (header.empty) {
      keepAll(base, header, view);
      return true;
    }
    const references = history.takeReferences(header);
    decoder.begin(history.takeModel(header.base), frame, start);
    const { tick, partial } = header;
    return body.code({ coder: decoder, references, news, tick, partial, view });
  }

  /** A partial frame may say less of an entity than one before it: the newer state stays. */
  private show(view: EntityTable): void {
    const { latest: before, spare: after } = this;
    this.entered.length = 0;
    this.left.length = 0;
    after.clear();
    after.reserve(view.length);
    let old = 0;
    for (let row = 0; row < view.length; row++) {
      const id = view.ids[row] ?? 0;
      while (old < before.length && (before.ids[old] ?? 0) < id) this.left.push(before.ids[old++] ?? 0);
      const known = old < before.length && before.ids[old] === id;
      const same = known && before.kinds[old] === view.kinds[row];
      if (known && !same) this.left.push(id);
      if (!same) this.entered.push(id);
      const newer = same && (before.asOf[old] ?? 0) > (view.asOf[row] ?? 0);
      after.addFrom(newer ? before : view, newer ? old : row);
      if (known) old++;
    }
    while (old < before.length) this.left.push(before.ids[old++] ?? 0);
    this.latest = after;
    this.spare = before;
  }
}
