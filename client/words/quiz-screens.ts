import type { PhaseView, RoomView, StandingRow, YouView } from "../../core/protocol/server-frames.ts";
import { hanging, type Paragraph, paragraph, span } from "../../core/telnet/text/paragraph.ts";
import type { Screen } from "./screen.ts";
import { count, letter, ordinal, points } from "./wording.ts";

/** A room as somebody sees it who has joined. */
export interface Game {
  view: RoomView;
  you: YouView;
}

type Shape = Pick<Screen, "isAloud" | "widthOf">;

type Phase<Name extends PhaseView["phase"]> = PhaseView & { phase: Name };

/** The room from outside, to who is about to join. */
export function roomScreen({ code, topic, questions, seconds, players }: RoomView): Paragraph[] {
  return [
    paragraph(span(topic || "Live quiz", "title"), `, room ${code}`),
    paragraph(
      `${players === 0 ? "Nobody has joined yet" : `${count(players, "player")} so far`}, ${count(questions, "question")}, ${seconds} seconds each.`,
    ),
  ];
}

/** In, and waiting for the start. */
export function lobbyScreen({ view, you }: Game): Paragraph[] {
  const points =
    view.scoring === "speed" ? "Faster right answers earn more points." : "Every right answer earns the same.";
  return [paragraph("You are in as ", span(you.name, "name"), ". ", playersHere(view.players)), paragraph(points)];
}

export function playersHere(players: number): string {
  return `${count(players, "player is", "players are")} here.`;
}

/** An open question; `leftMs` until it closes. */
export function questionScreen(game: Game, now: Phase<"question">, leftMs: number, isAloud: boolean): Paragraph[] {
  const { view, you } = game;
  const { index, stem, options } = now.question;
  return [
    paragraph(span(`Question ${index + 1} of ${view.questions}, ${secondsLeft(leftMs)}.`, "dim")),
    paragraph(span(stem, "title")),
    ...options.map((option, i) => optionLine(i, option, isAloud)),
    ...(you.from > index ? [paragraph(span("You are in from the next question.", "notice"))] : []),
  ];
}

/** `12 seconds` */
export function secondsLeft(ms: number): string {
  return count(Math.max(0, Math.round(ms / 1_000)), "second");
}

function optionLine(i: number, option: string, isAloud: boolean): Paragraph {
  if (isAloud) return paragraph(`${letter(i)}: ${option}`);
  return hanging(5, "  ", span(letter(i), "option"), `  ${option}`);
}

/** `tookMs`: the time that counts. */
export function acceptedLine(option: number, options: readonly string[], tookMs: number | null): Paragraph {
  const took = tookMs === null ? "" : ` You took ${(tookMs / 1_000).toFixed(1)} s.`;
  return paragraph(
    span("Your answer is in: ", "good"),
    span(letter(option), "option"),
    `, ${options[option] ?? ""}.${took} Waiting for the others.`,
  );
}

/** The right answer, and how one did. */
export function revealScreen(game: Game, now: Phase<"reveal">): Paragraph[] {
  const { question, right, because, counts } = now;
  const given = counts.reduce((sum, n) => sum + n, 0);
  return [
    ...verdict(game, question.index),
    hanging(
      2,
      "The right answer is ",
      span(letter(right), "option"),
      `, ${question.options[right] ?? ""}.`,
      given > 1 ? ` ${points(counts[right] ?? 0)} of ${points(given)} chose it.` : "",
    ),
    ...(because === "" ? [] : [paragraph(because)]),
  ];
}

function verdict({ view, you }: Game, index: number): Paragraph[] {
  const last = you.last?.index === index ? you.last : null;
  if (!last) return [paragraph(span("You are in from the next question.", "notice"))];
  const rank = you.score > 0 ? ` You are ${ordinal(you.rank)} of ${count(view.players, "player")}.` : " No points yet.";
  const streak = you.streak > 1 ? ` ${you.streak} right in a row.` : "";
  if (last.right) return [paragraph(span(`Right! ${points(last.points)} points.`, "good"), `${rank}${streak}`)];
  return [paragraph(span(last.option === null ? "No answer." : "Not this time.", "bad"), rank)];
}

/** How everybody stands between two questions. */
export function standingsScreen({ view, you }: Game, now: Phase<"standings">, shape: Shape): Paragraph[] {
  const own =
    you.score > 0 ? `you are ${ordinal(you.rank)} of ${count(view.players, "player")}` : "you have no points yet";
  return [
    paragraph(span(`After question ${now.index + 1} of ${view.questions}: ${own}.`, "title")),
    ...rows(withOwn(now.top, you), you, shape),
  ];
}

/** The end of the game. */
export function podiumScreen({ view, you }: Game, { top }: Phase<"podium">, shape: Shape): Paragraph[] {
  const history = you.history.map((gained) => (gained < 0 ? "–" : points(gained)));
  return [
    paragraph(span(outcome(you), you.score > 0 && you.rank === 1 ? "good" : "title")),
    paragraph(`${points(you.score)} points, ${ordinal(you.rank)} of ${count(view.players, "player")}.`),
    ...rows(withOwn(top, you), you, shape),
    ...(history.length === 0 ? [] : [hanging(2, span(`By question: ${history.join(", ")}.`, "dim"))]),
  ];
}

function outcome({ rank, score }: YouView): string {
  // With no points at all everybody came first.
  if (score === 0) return "That's it!";
  return rank === 1 ? "You won!" : `You came ${ordinal(rank)}.`;
}

/** For those who come when all is over. */
export function gameOverScreen(top: readonly StandingRow[], shape: Shape): Paragraph[] {
  return [paragraph(span("This game is over.", "title")), ...rows(top, null, shape)];
}

/** Who is not among the first stands below them. */
function withOwn(top: readonly StandingRow[], you: YouView): StandingRow[] {
  return top.some(({ player }) => player === you.player) ? [...top] : [...top, you];
}

function rows(top: readonly StandingRow[], you: YouView | null, { isAloud, widthOf }: Shape): Paragraph[] {
  if (top.length === 0) return [paragraph("Nobody has points yet.")];
  const names = Math.max(...top.map(({ name }) => widthOf(name)));
  const scores = Math.max(...top.map(({ score }) => points(score).length));
  return top.map(({ player, name, score, rank }) => {
    const isOwn = player === you?.player;
    if (isAloud) return paragraph(`${ordinal(rank)}: ${name}${isOwn ? ", that is you" : ""}, ${points(score)} points.`);
    return hanging(
      6,
      `${String(rank).padStart(4)}  `,
      span(name, isOwn ? "name" : "plain"),
      " ".repeat(names - widthOf(name) + 2),
      points(score).padStart(scores),
      isOwn ? span("  you", "name") : "",
    );
  });
}
