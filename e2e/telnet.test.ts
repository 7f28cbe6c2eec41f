import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Person, post } from "../conformance/http-game.ts";
import type { QuizResults, ResultPlayer } from "../core/protocol/index.ts";
import { asciiText } from "../core/telnet/text/ascii-text.ts";
import { PtyProgram, requireProgram } from "../testing/pty-program.ts";
import { npmRunEdge, type StartedEdge } from "./edge.ts";
import { LAN_HOST, openBrowser, Someone } from "./people.ts";

const TINTIN = "/usr/games/tt++";
const LETTERS = ["A", "B", "C", "D"];

let node: StartedEdge;
let browser: Browser;
let folder: string;
const programs: PtyProgram[] = [];

beforeAll(async () => {
  requireProgram(TINTIN, "tintin++");
  requireProgram("telnet", "inetutils-telnet");
  requireProgram("nc", "netcat-openbsd");
  folder = mkdtempSync(join(tmpdir(), "skerry-tintin-"));
  [node, browser] = await Promise.all([npmRunEdge(), openBrowser()]);
});

afterEach(async () => {
  for (const program of programs.splice(0)) await program.end();
});

afterAll(async () => {
  await browser?.close();
  await node?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function started(program: PtyProgram): PtyProgram {
  programs.push(program);
  return program;
}

/** TinTin++ on a terminal, with a script like those that people have: it takes GMCP, and shows messages of it. */
function tintin(): PtyProgram {
  const send = (text: string) => `#send {\\xFF\\xFA\\xC9${text}\\xFF\\xF0\\}`;
  const hello = 'Core.Hello {"client": "TinTin++", "version": "2.02"}';
  const supports = 'Core.Supports.Set ["Room 1", "Comm.Channel 1"]';
  const file = join(folder, "skerry.tt");
  const lines = [
    `#event {IAC WILL GMCP} {#send {\\xFF\\xFD\\xC9\\};${send(hello)};${send(supports)}}`,
    "#event {IAC SB GMCP Room.Info IAC SE} {#showme {<INFO %1>}}",
    "#event {IAC SB GMCP Room.Players IAC SE} {#showme {<PLAYERS %1>}}",
    "#event {IAC SB GMCP Comm.Channel.Text IAC SE} {#showme {<TEXT %1>}}",
    `#session skerry 127.0.0.1 ${node.telnetPort}`,
    "",
  ];
  writeFileSync(file, lines.join("\n"));
  return started(PtyProgram.onTerminal(`${TINTIN} -G -r ${file}`, { columns: 100, rows: 60 }));
}

async function login(client: PtyProgram, name: string): Promise<void> {
  await client.show("Name: ");
  client.type(`${name}\n`);
  await client.show("Entering The Golden Dragon Tavern");
  await client.show("The Common Room");
}

/** Opens the tavern's page, for words alone, and comes in. */
async function enter(someone: Someone): Promise<void> {
  await someone.context.addInitScript(() => localStorage.setItem("skerry.world.view", "words"));
  await someone.page.goto(`http://${LAN_HOST}:${node.url.port}/world/golden-dragon`);
  await someone.sees("entrance");
  await someone.page.getByLabel(/name/i).fill(someone.name);
  await someone.page.keyboard.press("Enter");
  await someone.sees("world");
}

async function type(someone: Someone, line: string): Promise<void> {
  await someone.page.getByPlaceholder(/look, north/).fill(line);
  await someone.page.keyboard.press("Enter");
}

describe("a world by TinTin++, with a browser in it", () => {
  it("is walked and spoken in, doors open before others' eyes, and GMCP says where one is", async () => {
    const anna = await Someone.at(browser, "laptop", "Anna");
    await enter(anna);
    const log = anna.page.getByRole("log");
    const tina = tintin();
    await login(tina, "Tina");
    await tina.show('<INFO Room.Info {"num":');
    await tina.show('"name":"The Common Room","area":"The Golden Dragon Tavern"');
    await tina.show('<PLAYERS Room.Players [{"name":"Anna","fullname":"Anna"}]>');
    await log.getByText("Tina appears.").waitFor();

    tina.type("east\n");
    await log.getByText("Tina leaves to the east.").waitFor();
    await tina.show('"name":"Behind the Bar"');
    const inBar = tina.shown.length;
    tina.type("west\n");
    await log.getByText("Tina arrives from the east.").waitFor();
    await tina.show('"name":"The Common Room"', inBar);

    tina.type("say gute Nacht, schöne Welt\n");
    await log.getByText("Tina says: “gute Nacht, schöne Welt”").waitFor();
    await type(anna, "say well met, Tina");
    await tina.show("Anna says: “well met, Tina”");
    await tina.show('<TEXT Comm.Channel.Text {"channel":"say","talker":"Anna","text":"Anna says: “well met, Tina”"}>');

    // It may be open: the tavern's people come and go.
    const door = anna.page.getByRole("listitem").filter({ hasText: "Dragon Square" });
    tina.type("close front door\n");
    await door.getByText("closed", { exact: true }).waitFor();
    const opened = tina.shown.length;
    tina.type("open front door\n");
    await log.getByText("Tina opens the front door.").waitFor();
    await door.getByText("open", { exact: true }).waitFor();
    await tina.show("You open the front door.", opened);
    tina.type("quit\n");
    await tina.show(". You fall asleep where you stand.");
    await tina.show("#SESSION 'skerry' DIED.");
    await log.getByText("Tina fades away.").waitFor();
    expect(anna.complaints).toEqual([]);
  }, 120_000);
});

/** Somebody in the quiz: how they answer, and how it is read that they stand as the results say. */
interface Contestant {
  name: string;
  answers(option: number, question: string): Promise<void>;
  /** The question is there, with its options. */
  asked(stem: string, options: readonly string[]): Promise<void>;
  revealed(isRight: boolean): Promise<void>;
  placed(row: ResultPlayer, top: readonly ResultPlayer[]): Promise<void>;
}

const ordinal = (rank: number) => ["1st", "2nd", "3rd", "4th"][rank - 1] ?? "";
const points = (score: number) => score.toLocaleString("en");
// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is told besides text
const controls = /\x1b\[[0-9;?]*[A-Za-z]|\r/g;
/** What is shown, wherever its lines were broken, in the characters that every terminal has. */
const flat = (text: string) => asciiText(text.replace(controls, "")).replace(/\s+/g, " ");

/** Somebody who plays by a terminal of whatever kind. */
function inWords(name: string, client: PtyProgram): Contestant {
  let since = 0;
  const reads = (text: string | RegExp) =>
    expect.poll(() => flat(client.shown.slice(since)), { timeout: 15_000 }).toMatch(text);
  return {
    name,
    async asked(stem, options) {
      await reads(asPattern([stem, ...options.map((option, i) => `${LETTERS[i]} ${option}`)].join(" ")));
      await reads(/A-D> ?$/);
    },
    async answers(option, question) {
      since = client.shown.length;
      client.type(`${LETTERS[option]}\n`);
      await reads(asPattern(`Your answer is in: ${LETTERS[option]}, ${question}.`));
    },
    revealed: (isRight) => reads(isRight ? /Right! [\d,]+ points\./ : /Not this time\./),
    async placed({ score, rank }, top) {
      await reads(asPattern(`${points(score)} points, ${ordinal(rank)} of ${top.length} players.`));
      const table = top.map((row) => `${row.rank} ${row.name} ${points(row.score)}${row.name === name ? " you" : ""}`);
      await reads(asPattern(table.join(" ")));
    },
  };
}

function asPattern(text: string): RegExp {
  return new RegExp(flat(text).replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
}

/** Somebody who plays on the page. */
function onPage(someone: Someone): Contestant {
  const main = someone.page.locator("main");
  return {
    name: someone.name,
    async asked(stem) {
      await main.getByText(stem).waitFor();
      await someone.page.locator("[data-option]").first().waitFor();
    },
    answers: (option) => someone.answer(option),
    async revealed() {
      await someone.sees("reveal");
    },
    async placed({ score }, top) {
      await someone.sees("podium");
      await main.getByText(`${points(score)} points, ${top.length} players.`).waitFor();
    },
  };
}

describe("a quiz on the same node", () => {
  it("is one game for a page, TinTin++, telnet(1) and netcat, and all are told what the results say", async () => {
    const room = new URL("/api/v1/rooms", node.url);
    const made = await post<{ code: string; hostToken: string }>(room, { questions: 2, auto: false });
    const host = await Person.enter(node.url, made.code, "host", made.hostToken);
    const anna = await Someone.at(browser, "phone", "Anna");
    await anna.join(`http://${LAN_HOST}:${node.url.port}/r/${made.code}`);
    const clients = new Map([
      ["Tina", tintin()],
      ["Theo", started(PtyProgram.onTerminal(`telnet 127.0.0.1 ${node.telnetPort}`))],
      ["Nick", started(PtyProgram.onPipes(`nc 127.0.0.1 ${node.telnetPort}`))],
    ]);
    for (const [name, client] of clients) {
      await login(client, name);
      client.type(`quiz ${made.code.toLowerCase()}\n`);
      await client.show(`You are in as `);
    }
    const all = [onPage(anna), ...[...clients].map(([name, client]) => inWords(name, client))];

    for (const round of [0, 1]) {
      host.say({ t: round === 0 ? "start" : "next", id: 1 + 10 * round });
      await host.until(() => host.now?.phase === "question");
      const now = host.now;
      if (now?.phase !== "question") throw new Error("no question");
      const { stem, options } = now.question;
      await Promise.all(all.map((one) => one.asked(stem, options)));
      // Each gives another answer, and so one of them the right one.
      for (const [i, one] of all.entries()) await one.answers((i + round) % 4, options[(i + round) % 4] ?? "");
      await host.until(() => host.now?.phase === "reveal");
      const right = host.now?.phase === "reveal" ? host.now.right : -1;
      await Promise.all(all.map((one, i) => one.revealed((i + round) % 4 === right)));
      host.say({ t: "next", id: 2 + 10 * round });
      await host.until(() => host.now?.phase === (round === 0 ? "standings" : "podium"));
    }

    const headers = { authorization: `Bearer ${made.hostToken}` };
    const results = (await (await fetch(`${room.href}/${made.code}/results`, { headers })).json()) as QuizResults;
    expect(results.players.map(({ name }) => name).sort()).toEqual(all.map(({ name }) => name).sort());
    for (const [i, { name }] of all.entries()) {
      const row = results.players.find((one) => one.name === name);
      expect(row?.answers.map((answer) => answer?.option)).toEqual([i % 4, (i + 1) % 4]);
    }
    for (const one of all) {
      const row = results.players.find(({ name }) => name === one.name);
      if (row) await one.placed(row, results.players);
    }
    expect(anna.complaints).toEqual([]);
    host.close();
    for (const client of clients.values()) {
      const since = client.shown.length;
      client.type("leave\n");
      await client.show("Entering The Golden Dragon Tavern", since);
    }
  }, 120_000);
});
