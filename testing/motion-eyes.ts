import { SnapshotBuffer } from "../client/motion/snapshot-buffer.ts";
import { type OwnMotion, readMotionFrame } from "../core/protocol/motion-frame.ts";
import { positionOf } from "../core/protocol/snapshot/pose.ts";
import { type MotionKind, motionKinds, motionLayout } from "../core/protocol/world-motion.ts";
import type { RealmMap } from "../core/world/realm-map.ts";
import type { ShardShell } from "./shard-shell.ts";

/** Reads what one socket of a shard is told of motion. */
export class MotionEyes {
  readonly frames: { fresh: boolean; own: OwnMotion | null; tick: number | null; bytes: number }[] = [];
  /** Whoever came into sight and went out of it, in order. */
  readonly comings: { entity: number; came: boolean }[] = [];
  /** Says of every snapshot that it has arrived. */
  acknowledges = true;
  readonly #layout;
  readonly #snapshots: SnapshotBuffer;
  readonly #shell: ShardShell;
  readonly #id: string;
  #seen = new Set<number>();

  constructor(shell: ShardShell, id: string, map: RealmMap) {
    this.#layout = motionLayout(map.areas);
    this.#snapshots = new SnapshotBuffer(this.#layout);
    this.#shell = shell;
    this.#id = id;
    shell.say(id, { t: "watch", on: true });
  }

  /** Time passes, and what came is read. */
  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 50) {
      await this.#shell.pass(Math.min(50, ms - passed));
      this.read();
    }
  }

  read(): void {
    for (const bytes of this.#shell.socket(this.#id).motion.splice(0)) {
      const frame = readMotionFrame(bytes);
      if (!frame) throw new Error("a binary frame that is no motion");
      if (frame.fresh) this.#snapshots.forget();
      const tick = frame.snapshot.length > 0 ? this.#snapshots.take(frame.snapshot) : null;
      if (frame.snapshot.length > 0 && tick === null) throw new Error("a snapshot that cannot be read");
      this.frames.push({ fresh: frame.fresh, own: frame.own, tick, bytes: bytes.length });
      this.#compare();
      if (tick !== null && this.acknowledges) this.#shell.say(this.#id, { t: "seen", tick });
    }
  }

  /** What is in sight: its kind, its plan or facing, where it is. */
  get sight(): { entity: number; kind: MotionKind; at: [number, number, number] }[] {
    const table = this.#snapshots.newest?.table;
    const point = new Float64Array(3);
    return Array.from({ length: table?.length ?? 0 }, (_, row) => {
      if (!table) throw new Error("nothing is in sight");
      positionOf(this.#layout, table, row, point);
      const kind = motionKinds[table.kinds[row] ?? 0] ?? "prop";
      return { entity: table.ids[row] ?? 0, kind, at: [point[0] ?? 0, point[1] ?? 0, point[2] ?? 0] };
    });
  }

  at(entity: number): [number, number, number] | undefined {
    return this.sight.find((one) => one.entity === entity)?.at;
  }

  #compare(): void {
    const now = new Set(this.sight.map(({ entity }) => entity));
    for (const entity of now) if (!this.#seen.has(entity)) this.comings.push({ entity, came: true });
    for (const entity of this.#seen) if (!now.has(entity)) this.comings.push({ entity, came: false });
    this.#seen = now;
  }
}
