import type { HostView, ServerFrame, StateFrame, YouView } from "../core/protocol/index.ts";
import { COMMIT_EVERY_MS, type ErrorCode, PING_EVERY_MS, type Role } from "../core/protocol/index.ts";
import { apply } from "../core/quiz/apply.ts";
import type { QuizFact } from "../core/quiz/facts.ts";
import type { Question, QuestionRequest } from "../core/quiz/question.ts";
import type { Quiz } from "../core/quiz/quiz-kind.ts";
import { quizMachine } from "../core/quiz/quiz-machine.ts";
import { type QuizSetup, type RoomOptions, roomOptions } from "../core/quiz/room-options.ts";
import { emptyState, type Phase, type QuizState } from "../core/quiz/state.ts";
import { stateHash } from "../core/random.ts";
import { MemoryShell } from "./memory-shell.ts";
import { scriptedAi } from "./scripted-ai.ts";

export const CODE = "22222C";

/** What a room in a test is made from; everything has a default. */
export type GameOptions = Partial<RoomOptions> & { ai?: boolean; seed?: string };

/** The setup of a room with three questions. */
export function setupOf({ ai = false, seed = "seed", ...options }: GameOptions = {}): QuizSetup {
  return { code: CODE, options: roomOptions.parse({ questions: 3, ...options }), seed, ai };
}

/** A quiz room on a {@link MemoryShell}, just created. */
export function game(options: GameOptions = {}): QuizRoom {
  const room = new QuizRoom();
  if (!room.shell.runner.create(setupOf(options))) throw new Error("the room could not be made");
  return room;
}

/** A quiz room that stands as this journal says, as after a restart. */
export function gameFrom(entries: readonly { atMs: number; facts: readonly QuizFact[] }[], nowMs?: number): QuizRoom {
  const room = new QuizRoom(nowMs);
  room.shell.journal.append(entries);
  if (!room.shell.runner.load([])) throw new Error("there is nothing to load");
  return room;
}

/** The state that the facts of a journal give. */
export function fold(entries: Iterable<{ atMs: number; facts: readonly QuizFact[] }>): QuizState {
  const state = emptyState();
  for (const { atMs, facts } of entries) for (const fact of facts) apply(state, fact, atMs);
  return state;
}

/** A quiz room with the people in it, in the test's hand. */
export class QuizRoom {
  readonly shell: MemoryShell<Quiz>;
  readonly people: Person[] = [];

  constructor(nowMs?: number) {
    this.shell = new MemoryShell<Quiz>(CODE, quizMachine, nowMs);
  }

  get state(): QuizState {
    const state = this.shell.runner.state;
    if (!state) throw new Error("there is no room");
    return state;
  }

  get phase(): Phase["phase"] {
    return this.state.phase.phase;
  }

  get nowMs(): number {
    return this.shell.time.nowMs;
  }

  /** Everything the room has accepted and made durable. */
  get facts(): QuizFact[] {
    return [...this.shell.journal.all()].flatMap(({ facts }) => [...facts]);
  }

  /** The question that is on. */
  get question(): Question {
    const { phase, questions } = this.state;
    const question = "index" in phase ? questions[phase.index] : undefined;
    if (!question) throw new Error("no question is on");
    return question;
  }

  /** When the open question opened or will, and closes. */
  get window(): { opensAtMs: number; closesAtMs: number } {
    const { phase } = this.state;
    if (phase.phase !== "question") throw new Error("no question is open");
    return phase;
  }

  hash(): string {
    return stateHash(this.state);
  }

  /** Somebody who opens a socket and says hello. */
  async enter(role: Role, token: string): Promise<Person> {
    const person = new Person(this, await this.shell.enter(role, token), role);
    this.people.push(person);
    return person;
  }

  host(token = "host:h"): Promise<Person> {
    return this.enter("host", token);
  }

  screen(): Promise<Person> {
    return this.enter("screen", "screen:s");
  }

  /** A guest who has not joined. */
  guest(subject: string): Promise<Person> {
    return this.enter("player", `guest:${subject}`);
  }

  /** A guest who joins under this name. */
  async player(name: string): Promise<Person> {
    const person = await this.guest(name.toLowerCase());
    const reply = await person.ask({ t: "join", name });
    if (reply?.t !== "ok") throw new Error(`${name} could not join: ${JSON.stringify(reply)}`);
    return person;
  }

  /** Time passes; everybody whose page is open pings. */
  pass(ms: number): void {
    const untilMs = this.nowMs + ms;
    while (untilMs - this.nowMs > PING_EVERY_MS) {
      this.shell.advance(PING_EVERY_MS);
      for (const person of this.people) person.ping();
    }
    this.shell.advance(untilMs - this.nowMs);
  }

  /** Time passes up to this moment. */
  passTo(ms: number): void {
    if (ms < this.nowMs) throw new Error(`${this.nowMs - ms} ms too late for this moment`);
    this.pass(ms - this.nowMs);
  }

  /** Time passes, by deadlines alone, until the room stands there. */
  passUntil(phase: Phase["phase"]): void {
    for (let i = 0; this.phase !== phase; i++) {
      const nextMs = Math.min(this.shell.time.timerMs ?? Infinity, this.shell.time.alarmMs ?? Infinity);
      if (i > 100 || nextMs === Infinity)
        throw new Error(`the room stands in ${this.phase} and will not reach ${phase}`);
      this.pass(Math.max(0, nextMs - this.nowMs));
    }
  }

  /** Time passes until the coming question is open on every device. */
  passToOpening(): void {
    if (this.phase === "question") this.passUntil("reveal");
    this.passUntil("question");
    this.passTo(this.window.opensAtMs);
  }

  /** Every client acknowledges what it has. */
  async acknowledge(): Promise<void> {
    for (const person of this.people) await person.acknowledge();
  }

  /** Answers the oldest question that the AI has not answered. */
  async aiWrites(change: (reply: ReturnType<typeof scriptedAi>) => unknown = (reply) => reply): Promise<void> {
    const asked = this.shell.asked.shift();
    if (!asked) throw new Error("the AI was not asked");
    asked.resolve(change(scriptedAi(asked.request as QuestionRequest)));
    await this.settle();
  }

  /** What was promised has happened, and is durable. */
  async settle(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.shell.advance(COMMIT_EVERY_MS);
  }
}

/** One connection of somebody in a {@link QuizRoom}. */
export class Person {
  readonly id: string;
  readonly role: Role;
  readonly #room: QuizRoom;
  #requests = 0;

  constructor(room: QuizRoom, id: string, role: Role) {
    this.#room = room;
    this.id = id;
    this.role = role;
  }

  get socket() {
    return this.#room.shell.socket(this.id);
  }

  get closed(): { code: number; reason: string } | null {
    return this.socket.closed;
  }

  get frames(): ServerFrame[] {
    return this.socket.frames;
  }

  get texts(): string[] {
    return this.socket.texts;
  }

  /** The newest whole state. */
  get state(): StateFrame {
    const state = this.socket.last("state");
    if (!state) throw new Error(`${this.id} has been shown nothing`);
    return state;
  }

  /** What this player was last told of themselves. */
  get you(): YouView {
    const told = this.socket.frames.findLast((frame) => frame.t === "state" && frame.you !== undefined);
    if (told?.t !== "state" || !told.you) throw new Error(`${this.id} has not joined`);
    return told.you;
  }

  /** What this host was last told as a host. */
  get hostView(): HostView {
    const host = this.state.host;
    if (!host) throw new Error(`${this.id} is no host`);
    return host;
  }

  /** This player's number. */
  get number(): number {
    return this.you.player;
  }

  /** Says something as it is. */
  say(frame: object | string): Promise<void> {
    return this.#room.shell.say(this.id, frame);
  }

  /** Makes a request and gives its answer, if there was one. */
  async ask(frame: { t: string } & Record<string, unknown>): Promise<ServerFrame | undefined> {
    const id = ++this.#requests;
    await this.say({ ...frame, id });
    return this.frames.findLast((reply) => "id" in reply && reply.id === id);
  }

  /** Makes a request that is to be carried out. */
  async does(frame: { t: string } & Record<string, unknown>): Promise<ServerFrame> {
    const reply = await this.ask(frame);
    if (reply?.t !== "ok" && reply?.t !== "accepted") throw new Error(`${frame.t}: ${JSON.stringify(reply)}`);
    return reply;
  }

  /** Makes a request, and gives the code with which it was refused; `undefined` if it was not. */
  async refused(frame: { t: string } & Record<string, unknown>): Promise<ErrorCode | undefined> {
    const reply = await this.ask(frame);
    return reply?.t === "error" ? reply.error.code : undefined;
  }

  /** Answers the open question with the right option, or with one that is wrong. */
  answer(how: "right" | "wrong"): Promise<ServerFrame | undefined> {
    const { id, right } = this.#room.question;
    return this.ask({ t: "answer", question: id, option: how === "right" ? right : (right + 1) % 4 });
  }

  acknowledge(): Promise<void> {
    const seq = this.frames.reduce((most, frame) => Math.max(most, "seq" in frame ? (frame.seq ?? 0) : 0), 0);
    return this.say({ t: "ack", seq });
  }

  /** The transport answers a ping by itself. */
  ping(): void {
    if (!this.closed) this.socket.pingMs = this.#room.nowMs;
  }

  drop(): void {
    this.#room.shell.drop(this.id);
  }
}
