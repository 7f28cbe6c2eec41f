import type { Accounts, Places, WordsPorts } from "../client/words/words-ports.ts";
import { ok } from "../core/protocol/index.ts";
import { type Paragraph, paragraph } from "../core/telnet/text/paragraph.ts";
import type { LinePlayer } from "../edge-sim/telnet/telnet-line.ts";

/** What the players of a server were told, and who is still there. */
export interface PlayersHeard {
  lines: string[];
  messages: { name: string; data: unknown }[];
  resized: string[];
  stopped: number;
  /** Shows lines to everybody who is there. */
  tellAll(...lines: string[]): void;
  play(ports: WordsPorts): LinePlayer;
}

/**
 * Players that do what their lines say, for tests of what carries them: `enter NAME`, `hide` (the next line unseen),
 * `flood BYTES`, `tell` (GMCP's Room.Info), `break`, `quit`; anything else is repeated.
 */
export function scriptedPlayers(): PlayersHeard {
  const open = new Set<WordsPorts>();
  const heard: PlayersHeard = {
    lines: [],
    messages: [],
    resized: [],
    stopped: 0,
    tellAll: (...lines) => {
      for (const ports of open) say(ports, ...lines);
    },
    play: (ports) => {
      const { columns, rows, colours, utf8, name } = ports.terminal;
      return {
        start() {
          open.add(ports);
          say(ports, `Welcome, ${[name, columns, rows, colours, utf8 ? "UTF-8" : "ASCII"].join(" ")}`);
          ports.prompt(mark);
        },
        line(text) {
          heard.lines.push(text);
          obey(ports, text);
        },
        gmcp: (name, data) => void heard.messages.push({ name, data }),
        resized: () => void heard.resized.push(`${ports.terminal.columns}x${ports.terminal.rows}`),
        stop() {
          open.delete(ports);
          heard.stopped += 1;
        },
      };
    },
  };
  return heard;
}

const mark = paragraph("> ");

function say(ports: WordsPorts, ...lines: string[]): void {
  ports.show(lines.map((line): Paragraph => ({ spans: [{ text: line, tone: "plain" }], verbatim: true })));
}

function obey(ports: WordsPorts, text: string): void {
  const [word, argument = ""] = text.split(" ");
  ports.hideInput(word === "hide");
  switch (word) {
    case "enter":
      void ports.accounts.enter(argument, null).then(() => say(ports, `You are ${argument}.`));
      return;
    case "hide":
      return ports.prompt(paragraph("Passphrase: "));
    case "flood":
      for (let sent = 0; sent < Number(argument); sent += 70) say(ports, "x".repeat(68));
      return;
    case "tell":
      return ports.tell("Room.Info", { name: "Öde" });
    case "break":
      throw new Error("broken on purpose");
    case "quit":
      return ports.hangUp([paragraph("Goodbye.")]);
    default:
      say(ports, `You said “${text}”.`);
      ports.prompt(mark);
  }
}

/** Accounts that take everybody. */
export const openAccounts: Accounts = {
  find: async () => "free",
  enter: async (name) =>
    ok({ name, isGuarded: false, isReader: false, setReader: async () => undefined, token: async () => "token" }),
  fault: () => null,
  guard: async () => ok(null),
};

/** Nowhere to go. */
export const noPlaces: Places = {
  realms: async () => [],
  hasRoom: async () => false,
  world: () => {
    throw new Error("there is no world");
  },
  quiz: () => {
    throw new Error("there is no quiz");
  },
};
