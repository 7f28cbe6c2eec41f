/** What holds after every event of every room; `core/quiz/SPEC.md` lists them in the same words. */
export const invariants = {
  I1: "Folding the journal gives the live state, by its state hash. [R2]",
  I2: "An answer that was acknowledged is in the journal once, as it was told, and nothing is told before it is there. [R2] [A1]",
  I3: "Points in journal, state and results are those of the formula, for each answer exactly once. [A4] [A5] [A7]",
  I4: "Nobody's score ever falls. [A1]",
  I5: "Until the reveal players and screens get the public fields, and none of them depends on which option is right. [Q25]",
  I6: "Phases follow each other as the flow allows, and no other way. [Q20] [Q24] [Q33]",
  I7: "Room time never decreases, in the journal and on a connection. [R5]",
  I8: "A game that has begun ends within a time that its state tells, whatever its hosts do. [Q60] [Q61] [G5]",
  I9: "The number of state frames never decreases on a connection. [D7]",
  I10: "A kicked player never gets back. [P6] [H4]",
  I11: "A rank is one more than the number of higher scores. [A6]",
  I12: "Every request has exactly one answer while its connection lives. [D3] [H1]",
  I13: "Nothing is reported as an internal error, unless the disk broke. [R3]",
  I14: "A timer is held for near deadlines and gathered news alone; what is due later is an alarm. [D6] [R6]",
  I15: "Of a deleted room nothing is stored, connected or planned. [R4]",
  I16: "One guest is one player under one name, on one connection, and nobody is shown as somebody else. [P1] [P2] [P3]",
  I17: "Who keeps up has been shown the room as it stands, and hosts and screens the roster. [D7] [R3]",
  I18: "No phase lasts longer than it was planned to, pauses apart, and no question opens before its time. [Q20] [Q21] [Q34]",
  I19: "A question that was shown is the same until its reveal, and every question can be answered. [G3] [H5]",
  I20: "A question closes before its time when everybody who is here has answered, or at the host's word. [Q23]",
} as const;

export type Invariant = keyof typeof invariants;

/** An invariant does not hold. */
export class Violation extends Error {
  readonly invariant: Invariant;

  constructor(invariant: Invariant, detail: string) {
    super(`[${invariant}] ${invariants[invariant]}\n  ${detail}`);
    this.invariant = invariant;
  }
}

/** Throws a {@link Violation} unless it holds. The detail is a function where it costs something. */
export function insist(holds: boolean, invariant: Invariant, detail: string | (() => string)): asserts holds {
  if (!holds) throw new Violation(invariant, typeof detail === "string" ? detail : detail());
}
