import { BitModel } from "./bit-model.ts";

/** A model that several views may have: not every frame teaches. */
export interface SharedModel {
  readonly model: BitModel;
  views: number;
}

/** Models are large: those who code by the same contexts share the ones that nobody needs just now. */
export class ModelPool {
  readonly contexts: number;
  /** Nothing learnt; never written to. */
  readonly blank: SharedModel;
  /** The next frame learns here, whosever it is: what is not kept is overwritten. */
  learning: SharedModel;
  private readonly spare: SharedModel[] = [];

  constructor(contexts: number) {
    this.contexts = contexts;
    this.blank = { model: new BitModel(contexts), views: 1 };
    this.learning = { model: new BitModel(contexts), views: 0 };
  }

  /** What was learnt is kept: the next frame learns elsewhere. */
  keepLearning(): SharedModel {
    const kept = this.learning;
    this.learning = this.spare.pop() ?? { model: new BitModel(this.contexts), views: 0 };
    return kept;
  }

  /** One view less has it. */
  drop(model: SharedModel): void {
    if (--model.views === 0) this.spare.push(model);
  }
}
