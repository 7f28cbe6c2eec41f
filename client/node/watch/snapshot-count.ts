import { readMotionFrame } from "../../../core/protocol/motion-frame.ts";
import { BitReader } from "../../../core/protocol/snapshot/bits.ts";
import { readHeader } from "../../../core/protocol/snapshot/frame-header.ts";

/** What the heads of snapshots tell of how they come. */
export class SnapshotCount {
  /** Snapshots that were newer than all before. */
  count = 0;
  /** How many ticks before the newest one its baseline was; `null`: it builds on none. */
  baselineTicks: number | null = null;
  #newest = -1;

  /** A new connection: nothing before counts. */
  reset(): void {
    this.#newest = -1;
    this.baselineTicks = null;
  }

  /** Looks at a binary frame; what is no snapshot is passed over. */
  take(bytes: Uint8Array): void {
    const snapshot = readMotionFrame(bytes)?.snapshot;
    if (!snapshot || snapshot.length === 0) return;
    const header = readHeader(new BitReader(snapshot), this.#newest);
    if (!header) return;
    // A world that was put away may count anew, and then begins with one that builds on none.
    if (header.tick <= this.#newest && header.base !== null) return;
    this.count += 1;
    this.#newest = header.tick;
    this.baselineTicks = header.base === null ? null : header.tick - header.base;
  }
}
