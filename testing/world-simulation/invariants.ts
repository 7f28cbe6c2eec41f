/** What holds after every event of every simulated world. */
export const worldInvariants = {
  W1: "What was acknowledged is there: things, doors, words, scripts' memory, people, before and after any crash.",
  W2: "Nothing that must not be lost is told before it is in the log.",
  W3: "The log gives the live world again, by its state hash.",
  W4: "Every thing is in exactly one place, and everybody in exactly one area.",
  W5: "A person keeps number, name and body for good, and no name is there twice.",
  W6: "Every event reaches everybody who is a witness of it once, whatever their client, and nobody else; who was held back is shown the whole.",
  W7: "Comings and goings alternate and are told once: in words, in lists of people, and by the world's own events.",
  W8: "A snapshot shows nothing that is out of sight.",
  W9: "At rest everybody who keeps up has been shown things as they are: the scene, the people, the snapshot.",
  W10: "What is held and sent for somebody is bounded, and who does not say what has arrived gets no more than their credit.",
  W11: "When all is quiet the shard holds no timer and may hibernate, and nobody is taken for awake who is not here.",
  W12: "Nothing is reported as an error unless the disk broke.",
  W13: "One's own body is never seen to jump while the way is good and the world moves nobody.",
  W14: "Whoever enters or asks gets an answer while their connection lives, and who is here is awake.",
} as const;

export type WorldInvariant = keyof typeof worldInvariants;

/** An invariant does not hold. */
export class WorldViolation extends Error {
  readonly invariant: WorldInvariant;

  constructor(invariant: WorldInvariant, detail: string) {
    super(`[${invariant}] ${worldInvariants[invariant]}\n  ${detail}`);
    this.invariant = invariant;
  }
}

/** Throws a {@link WorldViolation} unless it holds. The detail is a function where it costs something. */
export function insist(holds: boolean, invariant: WorldInvariant, detail: string | (() => string)): asserts holds {
  if (!holds) throw new WorldViolation(invariant, typeof detail === "string" ? detail : detail());
}
