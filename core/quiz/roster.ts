import type { Seat } from "../machine.ts";
import {
  LOBBY_COUNT_EVERY_MS,
  ROSTER_EVERY_MS,
  ROSTER_ROWS_MAX,
  type Role,
  type RosterFrame,
  type RosterRow,
} from "../protocol/index.ts";
import type { QuizTurn } from "./quiz-kind.ts";

/** Who sees the roster. */
export const staff: readonly Role[] = ["host", "screen"];

/**
 * Tells staff what changed in the roster, and players in the lobby how many they are: at once if nothing
 * was told for a while, else gathered until it is time. A join costs nobody but staff a message.
 */
export function tellRoster(turn: QuizTurn): void {
  const { volatile, state, nowMs } = turn;
  if (volatile.rosterStale) {
    const waitMs = volatile.rosterToldMs + ROSTER_EVERY_MS - nowMs;
    if (waitMs > 0) turn.flushWithin(waitMs);
    else tellChanges(turn);
  }
  if (volatile.countStale && state.phase.phase === "lobby") {
    const waitMs = volatile.countToldMs + LOBBY_COUNT_EVERY_MS - nowMs;
    if (waitMs > 0) return turn.flushWithin(waitMs);
    volatile.countStale = false;
    volatile.countToldMs = nowMs;
    turn.publish({ roles: ["player", "screen"] });
  }
}

/** The whole roster, to one who has just come. */
export function showRoster(turn: QuizTurn, seat: Seat): void {
  const rows = turn.state.players.flatMap((player, number) => (player.standing === "in" ? [rowOf(turn, number)] : []));
  let whole = true;
  for (const chunk of chunks(rows)) {
    turn.tellOne(seat, frame(turn, chunk, whole));
    whole = false;
  }
}

function tellChanges(turn: QuizTurn): void {
  const { volatile } = turn;
  const rows = [...volatile.dirty].sort((a, b) => a - b).map((number) => rowOf(turn, number));
  volatile.dirty.clear();
  volatile.rosterStale = false;
  volatile.rosterToldMs = turn.nowMs;
  for (const chunk of chunks(rows)) turn.tell(staff, frame(turn, chunk, false));
}

function frame(turn: QuizTurn, rows: RosterRow[], whole: boolean): Omit<RosterFrame, "seq"> {
  const { present, answered } = turn.volatile;
  return { t: "roster", ...(whole ? { whole: true as const } : {}), present, answered, rows };
}

function rowOf(turn: QuizTurn, player: number): RosterRow {
  const { name, standing } = turn.state.players[player] ?? { name: "", standing: "left" };
  const row = { player, name, here: turn.volatile.here(player) };
  return standing === "in" ? row : { ...row, here: false, gone: true };
}

/** At least one chunk, so that counters are told even when no row has changed. */
function chunks(rows: RosterRow[]): RosterRow[][] {
  const parts: RosterRow[][] = [rows.slice(0, ROSTER_ROWS_MAX)];
  for (let i = ROSTER_ROWS_MAX; i < rows.length; i += ROSTER_ROWS_MAX) parts.push(rows.slice(i, i + ROSTER_ROWS_MAX));
  return parts;
}
