/** Entities that need something, in ascending order of ids: what a plan remembers of them from frame to frame. */
export class WaitingColumns {
  length = 0;
  ids = new Uint32Array(0);
  /** The tick of the last frame that told another state than the baseline's, plus 1; 0: none did. */
  told = new Uint32Array(0);
  waited = new Uint32Array(0);

  /** Room for so many; what was in it is lost. */
  reserve(entities: number): void {
    if (entities <= this.ids.length) return;
    const room = roomFor(entities);
    this.ids = new Uint32Array(room);
    this.told = new Uint32Array(room);
    this.waited = new Uint32Array(room);
  }

  /** Memory that it holds. */
  get sizeBytes(): number {
    return this.ids.length * 12;
  }
}

/** The same, with what is decided of them in a frame. */
export class PlanColumns extends WaitingColumns {
  rows = new Int32Array(0);
  baseRows = new Int32Array(0);
  needs = new Uint8Array(0);
  settled = new Uint8Array(0);
  picked = new Uint8Array(0);
  sent = new Uint8Array(0);

  override reserve(entities: number): void {
    if (entities <= this.ids.length) return;
    super.reserve(entities);
    const room = this.ids.length;
    this.rows = new Int32Array(room);
    this.baseRows = new Int32Array(room);
    this.needs = new Uint8Array(room);
    this.settled = new Uint8Array(room);
    this.picked = new Uint8Array(room);
    this.sent = new Uint8Array(room);
  }

  override get sizeBytes(): number {
    return this.ids.length * 24;
  }
}

function roomFor(entities: number): number {
  return Math.max(64, Math.ceil(entities * 1.25));
}
