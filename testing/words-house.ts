import { vi } from "vitest";
import { createQuizClient } from "../client/quiz-client.ts";
import { WordsPlayer } from "../client/words/words-player.ts";
import type { Accounts, Person, Places } from "../client/words/words-ports.ts";
import { createWorldClient } from "../client/world-client.ts";
import { fail, failure, ok } from "../core/protocol/errors.ts";
import { plainTerminal, type Terminal } from "../core/telnet/terminal.ts";
import type { Paragraph } from "../core/telnet/text/paragraph.ts";
import { renderParagraphs } from "../core/telnet/text/render.ts";
import type { RealmMap } from "../core/world/realm-map.ts";
import { type GameOptions, game, type QuizRoom } from "./quiz-room.ts";
import { ShardShell } from "./shard-shell.ts";
import { ShellServer, socketsTo } from "./shell-sockets.ts";
import { smallWorlds } from "./small-world.ts";

const STEP_MS = 25;

/** Real worlds and quizzes, in this process and with time by hand, for people who play in words. Needs fake timers. */
export class WordsHouse {
  readonly accounts = new FakeAccounts();
  readonly readers: WordsReader[] = [];
  readonly worlds = new Map<string, { map: RealmMap; shell: ShardShell; server: ShellServer }>();
  readonly rooms = new Map<string, { room: QuizRoom; server: ShellServer }>();
  readonly #servers = new Map<string, ShellServer>();

  static async of(...maps: RealmMap[]): Promise<WordsHouse> {
    const house = new WordsHouse();
    for (const map of maps) {
      const shell = new ShardShell(await smallWorlds(map));
      const server = ShellServer.ofShard(shell);
      house.worlds.set(map.realm, { map, shell, server });
      house.#servers.set(`world:${map.realm}`, server);
    }
    return house;
  }

  world(realm: string) {
    const world = this.worlds.get(realm);
    if (!world) throw new Error(`no realm ${realm}`);
    return world;
  }

  /** Makes a quiz room. `code`: by which it is found from outside. */
  quiz(options?: GameOptions, code = "259DJ9"): { room: QuizRoom; server: ShellServer; code: string } {
    const room = game(options);
    const server = ShellServer.ofRoom(room);
    this.rooms.set(code, { room, server });
    this.#servers.set(`room:${code}`, server);
    return { room, server, code };
  }

  /** Somebody connects. */
  reader(terminal: Partial<Terminal> = {}): WordsReader {
    const reader = new WordsReader(this, { ...plainTerminal, utf8: true, ...terminal });
    this.readers.push(reader);
    reader.player.start();
    return reader;
  }

  /** Time passes everywhere. */
  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += STEP_MS) {
      for (const { shell } of this.worlds.values()) {
        shell.time.advance(STEP_MS, { timer: () => shell.runner.timer(), alarm: () => shell.runner.alarm() });
      }
      for (const { room } of this.rooms.values()) room.shell.advance(STEP_MS);
      await vi.advanceTimersByTimeAsync(STEP_MS);
    }
  }

  get places(): Places {
    const WebSocket = socketsTo(this.#servers);
    return {
      realms: async () =>
        [...this.worlds.values()].map(({ map: { realm, title }, shell }) => ({
          realm,
          title,
          population: shell.runner.world.motion.people().length,
        })),
      world: (realm, options) => createWorldClient({ ...options, url: `world:${realm}`, WebSocket }),
      quiz: (code, options) => createQuizClient({ ...options, url: `room:${code}`, WebSocket, role: "player" }),
      hasRoom: async (code) => this.rooms.has(code),
    };
  }

  end(): void {
    for (const { player } of this.readers) player.stop();
    for (const { shell } of this.worlds.values()) shell.end();
  }
}

/** Names, and the passphrases of some. */
export class FakeAccounts implements Accounts {
  readonly passphrases = new Map<string, string>();
  /** Who listens. */
  readonly readers = new Set<string>();
  /** Names for which too many passphrases were wrong. */
  readonly limited = new Set<string>();
  /** Names that others had from elsewhere. */
  readonly taken = new Set<string>();

  async find(name: string) {
    if (this.passphrases.has(name)) return "guarded" as const;
    return this.taken.has(name) ? ("guest" as const) : ("free" as const);
  }

  async enter(name: string, passphrase: string | null) {
    if (name.length > 24) return fail("NAME_TOO_LONG");
    if (this.taken.has(name)) return fail("NAME_TAKEN");
    if (this.limited.has(name)) return fail("RATE_LIMITED");
    if (this.passphrases.has(name) && this.passphrases.get(name) !== passphrase) return fail("FORBIDDEN");
    return ok(this.#person(name));
  }

  fault(passphrase: string) {
    return passphrase.length < 8 ? failure("BAD_REQUEST") : null;
  }

  async guard({ name }: Person, passphrase: string) {
    this.passphrases.set(name, passphrase);
    return ok(null);
  }

  #person(name: string): Person {
    const { passphrases, readers } = this;
    return {
      name,
      get isGuarded() {
        return passphrases.has(name);
      },
      get isReader() {
        return readers.has(name);
      },
      setReader: async (on) => void (on ? readers.add(name) : readers.delete(name)),
      token: async () => `guest:${name.toLowerCase()}`,
    };
  }
}

/** Somebody's terminal: what they read, and what they type. */
export class WordsReader {
  readonly player: WordsPlayer;
  readonly beside: { name: string; data: object | string }[] = [];
  /** All that stands on the screen, as the terminal got it. */
  raw = "";
  terminal: Terminal;
  isHidden = false;
  isGone = false;
  /** Which messages beside the text are wanted. */
  isWanted: (name: string) => boolean = () => true;
  readonly #house: WordsHouse;
  /** Whether a prompt stands in the last line. */
  #isPrompted = false;
  #read = 0;

  constructor(house: WordsHouse, terminal: Terminal) {
    this.#house = house;
    this.terminal = terminal;
    const reader = this;
    this.player = new WordsPlayer({
      get terminal() {
        return reader.terminal;
      },
      show: (paragraphs) => this.#show(paragraphs),
      prompt: (prompt) => {
        if (this.#isPrompted) this.raw += "\n";
        this.raw += renderParagraphs([prompt], this.terminal);
        this.#isPrompted = true;
      },
      wish: ({ colours, utf8, screenReader }) => {
        reader.terminal = {
          ...reader.terminal,
          colours: colours ?? terminal.colours,
          utf8: utf8 ?? terminal.utf8,
          screenReader: screenReader ?? terminal.screenReader,
        };
      },
      hideInput: (on) => {
        this.isHidden = on;
      },
      wants: (name) => this.isWanted(name),
      tell: (name, data) => void this.beside.push({ name, data }),
      hangUp: (farewell) => {
        this.#show(farewell);
        this.isGone = true;
      },
      accounts: house.accounts,
      places: house.places,
    });
  }

  /** Types a line, and waits until it has had its effect. */
  async type(line: string, ms = 300): Promise<string> {
    if (!this.isHidden) this.raw += line;
    this.raw += "\n";
    this.#isPrompted = false;
    this.player.line(line);
    await this.#house.pass(ms);
    return this.take();
  }

  /** What was not read yet. */
  take(): string {
    const text = this.raw.slice(this.#read);
    this.#read = this.raw.length;
    return text;
  }

  /** Messages of one name, oldest first. */
  told(name: string): (object | string)[] {
    return this.beside.filter((one) => one.name === name).map(({ data }) => data);
  }

  #show(paragraphs: readonly Paragraph[]): void {
    const text = renderParagraphs(paragraphs, this.terminal);
    if (paragraphs.length === 0) return;
    if (this.#isPrompted) this.raw += "\n";
    this.#isPrompted = false;
    this.raw += `${text}\n`;
  }
}
