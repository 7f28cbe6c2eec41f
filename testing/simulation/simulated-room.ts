import type { Machine } from "../../core/machine.ts";
import type { JournalEntry } from "../../core/ports.ts";
import { ACK_AFTER_STATES, COMMIT_EVERY_MS, PING_EVERY_MS, type Role } from "../../core/protocol/index.ts";
import type { QuizFact } from "../../core/quiz/facts.ts";
import type { Quiz } from "../../core/quiz/quiz-kind.ts";
import type { RoomOptions } from "../../core/quiz/room-options.ts";
import { MemoryShell } from "../memory-shell.ts";
import { Askers } from "./askers.ts";
import type { Dice } from "./dice.ts";
import { FrameReader } from "./frame-reader.ts";
import { GameModel } from "./game-model.ts";
import { type DiskFault, JournalTap } from "./journal-tap.ts";
import { type Observation, observed } from "./observed-machine.ts";
import { type Person, Tab } from "./tab.ts";
import { note, type Tally } from "./tally.ts";

const CODE = "22222C";
/** After a failed commit the room waits for so long. */
const RETRY_MS = 1_000;
/** Reading and acknowledging may set off more frames, but not for ever. */
const SETTLE_ROUNDS_MAX = 50;

/** One room with all its people: the verbs of which events are made. */
export class SimulatedRoom {
  readonly dice: Dice;
  readonly tally: Tally = {};
  readonly shell: MemoryShell<Quiz>;
  readonly machine: Machine<Quiz>;
  readonly seen: Observation;
  readonly model: GameModel;
  readonly disk: JournalTap<QuizFact>;
  readonly askers: Askers;
  readonly people: Person[];
  readonly tabs: Tab[] = [];
  /** When it was made, in the simulation's own time. */
  readonly bornMs: number;
  /** By how much the shell's clock was moved by force. */
  jumpedMs = 0;
  /** When it last was, in the simulation's own time. */
  jumpedAtMs = Number.NEGATIVE_INFINITY;
  /** Whether a host asked for it since the last look. */
  hostSaidNext = false;
  readonly #reader: FrameReader;
  #read = 0;

  constructor(dice: Dice, machine: Machine<Quiz>, setup: { options: RoomOptions; ai: boolean; people: Person[] }) {
    const { machine: watched, seen } = observed(machine, () => this.elapsedMs);
    this.dice = dice;
    this.machine = machine;
    this.seen = seen;
    this.people = setup.people;
    this.shell = new MemoryShell<Quiz>(CODE, watched);
    this.bornMs = this.elapsedMs;
    this.model = new GameModel(machine, this.tally);
    this.#reader = new FrameReader(this.model, this.tally);
    this.disk = new JournalTap(this.shell.journal, () => this.#cutPower());
    this.askers = new Askers(this.shell, this.tally);
    const seed = `simulation ${dice.below(1_000_000)}`;
    this.shell.runner.create({ code: CODE, options: setup.options, seed, ai: setup.ai });
  }

  /** Time that has passed, clock jumps left out. */
  get elapsedMs(): number {
    return this.shell.time.nowMs - this.jumpedMs;
  }

  get state(): Quiz["State"] | null {
    return this.shell.runner.state;
  }

  get phase(): string {
    return this.state?.phase.phase ?? "deleted";
  }

  /** Tabs of people in a role that were let in and are open. */
  seated(role: Role): Tab[] {
    return this.tabs.filter((tab) => tab.isSeated && tab.person.role === role);
  }

  /** People without an open socket. */
  absent(role: Role): Person[] {
    const here = new Set(this.tabs.filter(({ isOpen }) => isOpen).map(({ person }) => person));
    return this.people.filter((person) => person.role === role && !here.has(person));
  }

  /** Opens a socket, silently. */
  open(person: Person): Tab {
    const connection = this.shell.open();
    const tab = new Tab(person, connection, this.shell.socket(connection));
    this.tabs.push(tab);
    return tab;
  }

  /** Opens a socket, says hello, and sends more frames without waiting to be let in. */
  async enter(person: Person, ...more: object[]): Promise<Tab> {
    const tab = this.open(person);
    const admission = this.#deliver(tab, helloOf(person));
    for (const frame of more) this.request(tab, frame);
    await admission;
    return tab;
  }

  /** Says hello and is gone before anybody has looked at the token. */
  async peek(person: Person): Promise<Tab> {
    const tab = this.open(person);
    const admission = this.#deliver(tab, helloOf(person));
    this.shell.drop(tab.connection);
    await admission;
    return tab;
  }

  /** Sends a frame that asks for something; nearly always with an id. */
  request(tab: Tab, frame: object): void {
    this.resend(tab, JSON.stringify(this.dice.chance(0.03) ? frame : { ...frame, id: tab.ledger.nextId() }));
  }

  /** Sends the text of a request, perhaps not for the first time. */
  resend(tab: Tab, text: string): void {
    const { t, id } = JSON.parse(text) as { t: string; id?: number };
    tab.lastText = text;
    if (!tab.isOpen) return;
    tab.ledger.asked(t, id);
    if (t === "next") this.hostSaidNext = true;
    void this.#deliver(tab, text);
  }

  /** Sends something that cannot be used. */
  async garbage(tab: Tab, data: string | ArrayBuffer): Promise<void> {
    if (!tab.isOpen) return;
    tab.ledger.sentGarbage();
    await this.#deliver(tab, data);
  }

  acknowledge(tab: Tab, seq = tab.newestSeq): void {
    if (!tab.isOpen) return;
    tab.ledger.sentSilent();
    if (seq >= tab.newestSeq) tab.unacked = 0;
    tab.probed = false;
    void this.#deliver(tab, JSON.stringify({ t: "ack", seq }));
  }

  /** Time passes, while clients ping. */
  pass(ms: number): void {
    for (let left = ms; left > 0; left -= PING_EVERY_MS) {
      this.shell.advance(Math.min(left, PING_EVERY_MS));
      this.ping();
    }
  }

  ping(): void {
    for (const tab of this.tabs) if (tab.pings && tab.isOpen) tab.socket.pingMs = this.shell.time.nowMs;
  }

  /** The shell's clock is set; timers go on. */
  jump(ms: number): void {
    const { time } = this.shell;
    time.nowMs += ms;
    if (time.timerMs !== null) time.timerMs += ms;
    this.jumpedMs += ms;
    this.jumpedAtMs = this.elapsedMs;
  }

  /** The process dies, and comes back after a while. */
  crash(downMs: number): void {
    note(this.tally, `crash in ${this.phase}`);
    this.#forgetProcess();
    this.shell.time.timerMs = null;
    this.shell.time.nowMs += downMs;
    this.shell.crash();
  }

  /** Memory goes, sockets stay. */
  hibernate(): void {
    note(this.tally, `hibernation in ${this.phase}`);
    // Where the clock was put back since, only the journal's newest moment is known after waking.
    for (const tab of this.tabs) tab.newestAtMs = Math.min(tab.newestAtMs, this.model.atMs);
    this.shell.hibernate();
  }

  /** Runs something on a disk that breaks at its next commit. */
  async withBrokenDisk(fault: DiskFault, act: () => Promise<void>): Promise<void> {
    this.disk.arm(fault);
    await act();
    await this.settle();
    if (!this.disk.disarm()) return;
    note(this.tally, `disk fault ${fault}`);
    if (fault === "power") this.crash(0);
    // What could not be written is tried again a little later.
    else this.pass(RETRY_MS);
  }

  /** Lets everything become durable, arrive and be acknowledged. */
  async settle(): Promise<void> {
    for (let round = 0; round < SETTLE_ROUNDS_MAX; round++) {
      for (let i = 0; i < 4; i++) await null;
      this.shell.advance(COMMIT_EVERY_MS);
      const { timerMs, nowMs } = this.shell.time;
      const isAboutTo = timerMs !== null && timerMs <= nowMs + COMMIT_EVERY_MS;
      if (!this.arrive() && !isAboutTo) return;
    }
    throw new Error("the room never comes to rest");
  }

  /** Clients read what came, and acknowledge as their manners are; whether anything happened. */
  arrive(): boolean {
    this.#readJournal();
    let busy = false;
    for (const tab of this.tabs) {
      for (const frame of tab.socket.take()) {
        this.#reader.read(tab, frame);
        busy = true;
      }
      tab.socket.texts.length = 0;
    }
    this.#dropClosed();
    for (const tab of this.tabs.filter((one) => this.#wantsToAcknowledge(one))) {
      this.acknowledge(tab);
      busy = true;
    }
    return busy;
  }

  #wantsToAcknowledge({ manners, unacked, probed, isSeated }: Tab): boolean {
    if (!isSeated || manners === "stalled" || unacked === 0) return false;
    if (manners === "lazy") return this.dice.chance(0.1);
    return probed || unacked >= ACK_AFTER_STATES;
  }

  #readJournal(): void {
    for (const row of this.disk.rows.slice(this.#read)) this.model.read(JSON.parse(row) as JournalEntry<QuizFact>);
    this.#read = this.disk.rows.length;
  }

  #dropClosed(): void {
    const open = this.tabs.filter(({ isOpen }) => isOpen);
    if (open.length === this.tabs.length) return;
    for (const { socket } of this.tabs) if (socket.closed) note(this.tally, `closed ${socket.closed.code}`);
    this.tabs.splice(0, this.tabs.length, ...open);
  }

  #deliver(tab: Tab, data: string | ArrayBuffer): Promise<void> | undefined {
    return tab.isOpen ? this.shell.runner.message(tab.connection, data) : undefined;
  }

  #cutPower(): void {
    for (const tab of this.tabs) tab.socket.closed ??= { code: 1006, reason: "" };
  }

  /** What dies with a process: its calls to the outside. */
  #forgetProcess(): void {
    this.askers.forget();
    this.#cutPower();
  }
}

function helloOf({ role, token }: Person): string {
  return JSON.stringify({ t: "hello", v: 1, role, token });
}
