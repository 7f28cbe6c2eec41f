import type { QuizResults, ResultAnswer, ResultQuestion } from "../protocol/index.ts";

/**
 * A game's results for spreadsheets: CSV by RFC 4180 (CRLF, quotes doubled) behind a UTF-8 byte order
 * mark, without which Excel reads names as Latin-1. A header row, then one row a player: rank, name,
 * score, right answers, and four cells a question (the answer's text, right, points, seconds), all four
 * empty where no answer was given. Names, questions and answers were typed by people: see {@link safeText}.
 */
export function resultsCsv(results: QuizResults): string {
  const { questions, players } = results;
  const rows = players.map((player) => [
    ...[player.rank, player.name, player.score, player.right],
    ...questions.flatMap((question, place) => answerCells(question, player.answers[place] ?? null)),
  ]);
  return `\uFEFF${[headings(questions), ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
}

function headings(questions: readonly ResultQuestion[]): string[] {
  const each = questions.flatMap(({ stem }, place) => {
    const name = `Q${place + 1}`;
    return [`${name}: ${stem}`, `${name} right`, `${name} points`, `${name} seconds`];
  });
  return ["Rank", "Name", "Score", "Right answers", ...each];
}

function answerCells(question: ResultQuestion, answer: ResultAnswer | null): (string | number)[] {
  if (!answer) return ["", "", "", ""];
  const { option, right, points, ms } = answer;
  return [question.options[option] ?? "", right ? "yes" : "no", points, ms / 1_000];
}

function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const text = safeText(value);
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What makes a spreadsheet take a cell for a formula; the wide forms count where East Asian input is usual. */
const formulaStart = /^(?:[\t\r\n]|["\s]*[=+\-@＝＋－＠])/;
/** The same after what a spreadsheet with other settings takes for the end of a cell: `;` in half of Europe. */
const formulaInside = /([;\t\r\n]["\s]*)(?=[=+\-@＝＋－＠])/g;

/** Text that no spreadsheet runs as a formula: an apostrophe goes before whatever could begin one. */
function safeText(text: string): string {
  const inside = text.replaceAll(formulaInside, "$1'");
  return formulaStart.test(text) ? `'${inside}` : inside;
}
