import type { Seat } from "../machine.ts";
import type { StandingRow } from "../protocol/index.ts";
import { STANDINGS_ROWS } from "../protocol/index.ts";
import { skeletonOf } from "./names.ts";
import { Ranking } from "./scoring.ts";
import { countsFor, type Player, type QuizState } from "./state.ts";

/** What a quiz room keeps in memory besides its state: all of it can be made again. */
export class QuizVolatile {
  readonly byGuest = new Map<string, number>();
  readonly skeletons = new Set<string>();
  /** The present connections and their players, and how many each player has. */
  readonly #connections = new Map<string, number>();
  readonly #seats = new Map<number, number>();
  /** Players who are here, whom the open question counts for, and who have not answered. */
  readonly unanswered = new Set<number>();
  /** How many answers the question has that is on, or was last. */
  answered = 0;
  /** Until then no question closes early. */
  noEarlyCloseBeforeMs = 0;
  /** Players whose roster row has changed since it was last told. */
  readonly dirty = new Set<number>();
  rosterToldMs = Number.NEGATIVE_INFINITY;
  countToldMs = Number.NEGATIVE_INFINITY;
  /** Counters of the roster or the lobby have changed. */
  rosterStale = false;
  countStale = false;
  #in: number | null = null;
  #ranking: Ranking | null = null;
  #top: StandingRow[] | null = null;

  constructor(state: QuizState, seats: Iterable<Seat>) {
    state.players.forEach((player, number) => {
      this.joined(number, player.guest, player.name);
      if (hasAnswered(player, state)) this.answered += 1;
    });
    for (const seat of seats) if (seat.present && seat.member !== null) this.arrive(seat.member, seat.connection);
    this.recount(state);
    // What was told before still stands.
    this.dirty.clear();
    this.rosterStale = false;
  }

  /** A newcomer: nobody's rank changes by a score of nothing. */
  joined(number: number, guest: string, name: string): void {
    this.byGuest.set(guest, number);
    this.skeletons.add(skeletonOf(name));
    this.#top = null;
    this.#in = null;
  }

  here(player: number): boolean {
    return (this.#seats.get(player) ?? 0) > 0;
  }

  /** How many players are here. */
  get present(): number {
    return this.#seats.size;
  }

  /** A connection of a player is present. Telling it twice changes nothing: memory may have been rebuilt meanwhile. */
  arrive(player: number, connection: string): void {
    if (this.#connections.get(connection) === player) return;
    this.#connections.set(connection, player);
    this.#seats.set(player, (this.#seats.get(player) ?? 0) + 1);
    this.#touch(player);
  }

  /** It is present no longer. The same holds. */
  depart(player: number, connection: string): void {
    const counted = this.#connections.get(connection);
    // It closed while the room was not in memory: nobody counted it, but everybody was told that it is here.
    if (counted === undefined && !this.here(player)) this.#touch(player);
    if (counted !== player) return;
    this.#connections.delete(connection);
    const left = (this.#seats.get(player) ?? 1) - 1;
    if (left > 0) this.#seats.set(player, left);
    else this.#seats.delete(player);
    this.#touch(player);
  }

  /** Who is waited for, from the beginning. */
  recount(state: QuizState): void {
    this.unanswered.clear();
    if (state.phase.phase !== "question") return;
    for (const player of this.#seats.keys()) this.awaitAnswer(state, player);
  }

  /** Whether the open question waits for this player, anew. */
  awaitAnswer(state: QuizState, player: number): void {
    const { phase } = state;
    const who = state.players[player];
    const waits = phase.phase === "question" && who && countsFor(who, phase.index) && !who.answer && this.here(player);
    if (waits) this.unanswered.add(player);
    else this.unanswered.delete(player);
  }

  #touch(player: number): void {
    this.dirty.add(player);
    this.rosterStale = true;
  }

  /** How many have joined and not left. */
  joinedCount(state: QuizState): number {
    this.#in ??= state.players.reduce((sum, player) => sum + (player.standing === "in" ? 1 : 0), 0);
    return this.#in;
  }

  /** Scores or the list of players have changed. */
  scoresChanged(): void {
    this.#ranking = null;
    this.#top = null;
    this.#in = null;
  }

  rankOf(state: QuizState, score: number): number {
    this.#ranking ??= new Ranking(state.players.filter((player) => player.standing === "in").map(({ score }) => score));
    return this.#ranking.rankOf(score);
  }

  /** The first rows of the standings. */
  top(state: QuizState): StandingRow[] {
    this.#top ??= state.players
      .map(({ name, score, standing }, player) => ({ player, name, score, standing }))
      .filter(({ standing }) => standing === "in")
      .sort((a, b) => b.score - a.score || a.player - b.player)
      .slice(0, STANDINGS_ROWS)
      .map(({ player, name, score }) => ({ player, name, score, rank: this.rankOf(state, score) }));
    return this.#top;
  }
}

/** Whether a player has answered the question that is on; after its reveal it is on until the next one is. */
function hasAnswered({ answer, last }: Player, { phase }: QuizState): boolean {
  if (phase.phase === "question") return answer !== null;
  return "index" in phase && phase.phase !== "countdown" && last?.index === phase.index && last.option !== null;
}
