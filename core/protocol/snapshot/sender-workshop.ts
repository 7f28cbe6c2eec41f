import { EntityTable } from "./entity-table.ts";
import { FramePlan } from "./frame-plan.ts";
import { RangeEncoder } from "./range-coder.ts";
import { Workshop } from "./workshop.ts";

/** A workshop with what is needed to make frames, besides. */
export class SenderWorkshop extends Workshop {
  readonly encoder = new RangeEncoder();
  readonly plan = new FramePlan(this.shelves);
  /** What a client saw if it got the frame before. */
  readonly last = new EntityTable();

  override get sizeBytes(): number {
    return super.sizeBytes + this.plan.sizeBytes + this.last.sizeBytes;
  }
}
