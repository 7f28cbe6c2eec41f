import type { QuizResults } from "../../core/protocol/index.ts";

/** What one player knows at the end. */
export interface KnownPlayer {
  name: string;
  /** Every answer that ever left, acknowledged or not. */
  sent: readonly { index: number; option: number }[];
  /** Question index → option. */
  acknowledged: ReadonlyMap<number, number>;
  /** As the podium says. */
  score: number;
}

/**
 * Where a game's results differ from what its players know. Acknowledged answers stand there with their option;
 * nothing stands there that was not sent; every question was asked; scores are those of the podium.
 */
export function resultFaults(results: QuizResults, players: readonly KnownPlayer[], questions: number): string[] {
  const faults: string[] = [];
  if (results.questions.length !== questions) faults.push(`${results.questions.length} of ${questions} questions`);
  if (results.players.length !== players.length) faults.push(`${results.players.length} of ${players.length} players`);
  for (const { name, sent, acknowledged, score } of players) {
    const row = results.players.find((player) => player.name === name);
    if (!row) {
      faults.push(`${name}: joined, and is not in the results`);
      continue;
    }
    if (row.score !== score) faults.push(`${name}: ${score} points on the podium, ${row.score} in the results`);
    for (const [index, option] of acknowledged) {
      const stands = row.answers[placeOf(results, index)]?.option;
      if (stands !== option)
        faults.push(`${name}: question ${index}: ${option} was acknowledged, ${stands ?? "nothing"} stands`);
    }
    row.answers.forEach((answer, place) => {
      const index = results.questions[place]?.index;
      if (answer && !sent.some((one) => one.index === index && one.option === answer.option)) {
        faults.push(`${name}: question ${index}: ${answer.option} stands and was never sent`);
      }
    });
  }
  return faults;
}

function placeOf(results: QuizResults, index: number): number {
  return results.questions.findIndex((question) => question.index === index);
}

/** Columns before the first question, and columns a question. */
const HEAD_COLUMNS = 4;
const QUESTION_COLUMNS = 4;
const NAME_COLUMN = 1;

/** Where the CSV says something else than the JSON. */
export function csvFaults(csv: string, results: QuizResults): string[] {
  const rows = parseCsv(csv.replace(/^\uFEFF/, "")).slice(1);
  if (rows.length !== results.players.length) return [`the CSV has ${rows.length} players`];
  return results.players.flatMap(({ name, answers }) => {
    const row = rows.find((cells) => plain(cells[NAME_COLUMN]) === name) ?? [];
    return answers.flatMap((answer, place) => {
      const text = plain(row[HEAD_COLUMNS + place * QUESTION_COLUMNS]);
      const wanted = answer ? plain(results.questions[place]?.options[answer.option]) : "";
      return text === wanted ? [] : [`${name}: the CSV has “${text}” for “${wanted}”`];
    });
  });
}

/** Without the apostrophe that keeps spreadsheets from calculating. */
function plain(cell: string | undefined): string {
  return (cell ?? "").replaceAll("'", "");
}

/** RFC 4180: quoted cells may hold commas, line breaks and doubled quotes. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    if (end === "" && row.length === 0 && !quoted && !bare) break;
    row.push(quoted?.replaceAll('""', '"') ?? bare ?? "");
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
