import type { RosterFrame, RosterRow } from "../core/protocol/server-frames.ts";

/** Who is in the room, as hosts and screens know it. */
export interface Roster {
  /** Players who are here now. */
  present: number;
  /** Answers to the open question. */
  answered: number;
  /** By player number; those who left for good are not in it. */
  players: ReadonlyMap<number, RosterRow>;
}

export const emptyRoster: Roster = { present: 0, answered: 0, players: new Map() };

/** The roster after a roster frame; the old one stays as it was. */
export function foldRoster(roster: Roster, frame: RosterFrame): Roster {
  const players = new Map(frame.whole ? [] : roster.players);
  for (const row of frame.rows) {
    if (row.gone) players.delete(row.player);
    else players.set(row.player, row);
  }
  return { present: frame.present, answered: frame.answered, players };
}
