import { keysFromSecret } from "../../api/signing-keys.ts";
import { createTokens } from "../../api/tokens.ts";
import type { StateFrame } from "../../core/protocol/index.ts";
import { Gate, pause } from "./gate.ts";
import type { LoadJob, LoadReport } from "./job.ts";
import { LightSocket, numberAfter } from "./light-socket.ts";
import { seededRandom } from "./random.ts";
import { nowMs, Tally } from "./tally.ts";

const JOIN_WITHIN_MS = 60_000;
const PHASE_WITHIN_MS = 60_000;
/** Answers leave a little after the question's opening at the earliest: nobody reads faster. */
const ANSWER_AFTER_MS = 150;
/** Between the last arrival of a phase and the host's `next`, and before the start. */
const HOST_PAUSE_MS = 200;
const LOBBY_MS = 1_500;

interface Player {
  socket: LightSocket;
  joinedMs: number | null;
  sentMs: number;
}

/** One broadcast of the game, as its first receiver read it. */
interface Moment {
  phase: string;
  /** Of a question: which, and when it opens. */
  question: { id: number; opensAt: number } | null;
  gate: Gate;
}

/** Somebody waits for the next broadcast; `null`: of any phase. */
interface Waiting {
  phase: string | null;
  came(moment: Moment): void;
}

/** Plays a whole game with many players over the product's protocol, and measures it. */
export async function playSkerry(job: LoadJob): Promise<LoadReport> {
  const tokens = await guestTokens(job);
  const crowd = new Crowd(job, tokens);
  await crowd.enterHost();
  await crowd.joinAll();
  if (job.rounds > 0) await crowd.play();
  crowd.end();
  return crowd.tally.report();
}

async function guestTokens({ secret, players }: LoadJob): Promise<string[]> {
  const tokens = createTokens(keysFromSecret(secret), () => Date.now());
  const made: string[] = [];
  for (let i = 0; i < players; i++) made.push(await tokens.issue({ kind: "guest", subject: `load-${i}` }));
  return made;
}

class Crowd {
  readonly tally: Tally;
  readonly #job: LoadJob;
  readonly #tokens: string[];
  readonly #url: string;
  readonly #random: () => number;
  readonly #players: Player[] = [];
  #host: LightSocket | null = null;
  /** By the server's time of the broadcast. */
  readonly #moments = new Map<number, Moment>();
  #waiting: Waiting[] = [];
  #playing = false;
  #accepted = new Gate(0);

  constructor(job: LoadJob, tokens: string[]) {
    this.#job = job;
    this.#tokens = tokens;
    this.#url = `${job.url.replace("http", "ws")}/api/v1/rooms/${job.code}/socket`;
    this.#random = seededRandom(job.seed);
    this.tally = new Tally(job.players, job.group);
  }

  async enterHost(): Promise<void> {
    const shown = new Gate(1);
    this.#host = new LightSocket(
      this.#url,
      { role: "host", token: this.#job.hostToken },
      {
        frame: (kind, text) => {
          this.#count(text);
          if (kind === "state") shown.pass();
          if (kind === "error") this.tally.failed(`host: ${errorOf(text)}`);
        },
        down: (why) => this.tally.failed(`host: ${why}`),
      },
    );
    if ((await shown.wait(JOIN_WITHIN_MS)) > 0) throw new Error("the host could not enter");
  }

  /** Everybody opens a socket, says hello, and joins with a name. */
  async joinAll(): Promise<void> {
    const { players, joiningAtOnce } = this.#job;
    const everybody = new Gate(players);
    const startMs = nowMs();
    this.tally.joins = await this.tally.part(async () => {
      let next = 0;
      const joinNext = () => {
        if (next >= players) return;
        this.#join(next++, () => {
          this.tally.joinAllMs = nowMs() - startMs;
          everybody.pass();
          joinNext();
        });
      };
      for (let i = 0; i < joiningAtOnce; i++) joinNext();
      const missing = await everybody.wait(JOIN_WITHIN_MS);
      for (let i = 0; i < missing; i++) this.tally.failed("join without an end");
    });
    await pause(LOBBY_MS);
    this.tally.everybodyIn();
  }

  async play(): Promise<void> {
    this.#playing = true;
    this.tally.game = await this.tally.part(async () => {
      await this.#phase({ t: "start", id: 1 });
      for (let round = 0; round < this.#job.rounds; round++) await this.#round(round);
    });
    this.#playing = false;
  }

  end(): void {
    for (const { socket } of this.#players) socket.end();
    this.#host?.end();
  }

  /** From the countdown, which is on, to the next one or the podium. */
  async #round(round: number): Promise<void> {
    this.#accepted = new Gate(this.tally.joined);
    const revealed = this.#after("reveal");
    await this.#after("question");
    await this.#accepted.wait(this.#job.answerWithinMs + PHASE_WITHIN_MS);
    await revealed;
    await this.#phase({ t: "next", id: 2 });
    if (round < this.#job.rounds - 1) await this.#phase({ t: "next", id: 3 });
  }

  /** The host says something, and what follows reaches everybody. */
  async #phase(frame: object): Promise<void> {
    await pause(HOST_PAUSE_MS);
    await this.tally.broadcast(async () => {
      const arrived = this.#after(null);
      this.#host?.send(frame);
      await arrived;
    });
  }

  /** The next broadcast (of a phase) has reached everybody. */
  #after(phase: string | null): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no ${phase ?? "phase"} came`)), PHASE_WITHIN_MS);
      this.#waiting.push({
        phase,
        came: async ({ gate }) => {
          clearTimeout(late);
          this.tally.framesMissing += await gate.wait(PHASE_WITHIN_MS);
          resolve();
        },
      });
    });
  }

  #join(number: number, done: () => void): void {
    const openedMs = nowMs();
    const token = this.#tokens[number] ?? "";
    const settle = (): void => {
      if (player.joinedMs !== null) return;
      player.joinedMs = nowMs();
      done();
    };
    const socket = new LightSocket(
      this.#url,
      { role: "player", token },
      {
        frame: (kind, text) => {
          this.#count(text);
          if (kind === "state") return this.#state(player, number, text);
          if (kind === "accepted") return this.#answered(player);
          if (kind === "welcome") return socket.send({ t: "join", id: 1, name: `Player ${number}` });
          if (kind === "error") this.tally.failed(`player: ${errorOf(text)}`);
          if (kind === "ok" && player.joinedMs === null) {
            this.tally.joined += 1;
            this.tally.joinMs.push(nowMs() - openedMs);
          }
          settle();
        },
        down: (why) => {
          this.tally.failed(`player: ${why}`);
          settle();
        },
      },
    );
    const player: Player = { socket, joinedMs: null, sentMs: 0 };
    this.#players.push(player);
  }

  #state(player: Player, number: number, text: string): void {
    if (!this.#playing || player.joinedMs === null) return;
    const at = numberAfter(text, '"at":');
    const arrivedMs = nowMs();
    const moment = this.#moments.get(at) ?? this.#newMoment(text);
    (moment.phase === "reveal" ? this.tally.revealMs : this.tally.fanOutMs).push(arrivedMs - at);
    moment.gate.pass();
    if (moment.phase === "podium") this.tally.podiums += 1;
    const { question } = moment;
    if (!question) return;
    if (arrivedMs > question.opensAt) this.tally.lateQuestions += 1;
    const delayMs = ANSWER_AFTER_MS + this.#random() * Math.max(0, this.#job.answerWithinMs - ANSWER_AFTER_MS);
    const inMs = Math.max(0, question.opensAt - arrivedMs + delayMs);
    setTimeout(() => this.#answer(player, question.id, number), inMs);
  }

  #newMoment(text: string): Moment {
    const { at, room } = JSON.parse(text) as StateFrame;
    const { now } = room;
    const question = now.phase === "question" ? { id: now.question.id, opensAt: now.opensAt } : null;
    const moment = { phase: now.phase, question, gate: new Gate(this.tally.joined) };
    this.#moments.set(at, moment);
    const came = this.#waiting.filter(({ phase }) => phase === null || phase === moment.phase);
    this.#waiting = this.#waiting.filter((waiting) => !came.includes(waiting));
    for (const waiting of came) waiting.came(moment);
    return moment;
  }

  #answer(player: Player, question: number, number: number): void {
    player.sentMs = nowMs();
    this.tally.answersSent += 1;
    player.socket.answer(2, question, (question + number) % 4);
  }

  #answered(player: Player): void {
    this.tally.ackMs.push(nowMs() - player.sentMs);
    this.#accepted.pass();
  }

  #count(text: string): void {
    this.tally.delivered += 1;
    this.tally.deliveredBytes += text.length;
  }
}

function errorOf(text: string): string {
  return /"code":"(\w+)"/.exec(text)?.[1] ?? text.slice(0, 80);
}
