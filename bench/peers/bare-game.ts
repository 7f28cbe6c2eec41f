/**
 * The quiz as somebody would write it in an afternoon, who needs nothing but speed on a good day: everything in
 * memory, every token and name believed, no journal, no limits, no rejoining, nobody who falls silent. It speaks the
 * product's protocol, so that the same players can play it, and sends frames of the same kinds, fields and sizes.
 * What the product sends besides, and this does not: the roster to hosts and the head count to a lobby.
 */
export interface BarePorts<Socket> {
  send(socket: Socket, text: string): void;
  /** Calls back once, after so many milliseconds. */
  after(ms: number, run: () => void): void;
}

type Phase = "lobby" | "countdown" | "question" | "reveal" | "standings" | "podium";

interface Player {
  number: number;
  name: string;
  score: number;
  streak: number;
  answer: Answer | null;
  last: object | null;
  history: number[];
}

interface Answer {
  option: number;
  right: boolean;
  points: number;
  ms: number;
}

interface Frame {
  t: string;
  id?: number;
  role?: string;
  name?: string;
  option?: number;
}

const COUNTDOWN_FIRST_MS = 2_500;
const COUNTDOWN_NEXT_MS = 1_500;
const OPENING_LEAD_MS = 300;
const SECONDS = 20;
const STANDINGS_ROWS = 10;
/** As long as a real one. */
const TOKEN = "t".repeat(300);

const question = {
  stem: "Which is the nearest known star to the Sun, of all that can be seen from here?",
  options: ["Proxima Centauri", "Barnard's Star", "Sirius", "Alpha Centauri A"],
  right: 0,
  because: "Proxima Centauri is about 4.25 light years away, a little nearer than its two companions.",
};

/** One game in one room. `Socket` is whatever the server calls its connections. */
export class BareGame<Socket> {
  readonly #ports: BarePorts<Socket>;
  readonly #questions: number;
  readonly #sockets = new Set<Socket>();
  readonly #players = new Map<Socket, Player>();
  #host: Socket | null = null;
  #seq = 1;
  #index = -1;
  #answered = 0;
  #opensAt = 0;
  #phase: Phase = "lobby";
  #ranks = new Map<number, number>();

  constructor(questions: number, ports: BarePorts<Socket>) {
    this.#questions = questions;
    this.#ports = ports;
  }

  message(socket: Socket, text: string): void {
    const frame = JSON.parse(text) as Frame;
    switch (frame.t) {
      case "hello":
        return this.#hello(socket, frame);
      case "join":
        return this.#join(socket, frame);
      case "answer":
        return this.#answer(socket, frame);
      case "start":
      case "next":
        this.#send(socket, { t: "ok", id: frame.id });
        return this.#next();
    }
  }

  closed(socket: Socket): void {
    this.#sockets.delete(socket);
    this.#players.delete(socket);
  }

  #hello(socket: Socket, { role }: Frame): void {
    if (role === "host") this.#host = socket;
    else this.#sockets.add(socket);
    this.#send(socket, { t: "welcome", v: 1, connection: crypto.randomUUID(), role, token: TOKEN });
    this.#ports.send(socket, this.#personal(this.#shared(), this.#players.get(socket)));
  }

  #join(socket: Socket, { id, name = "" }: Frame): void {
    const number = this.#players.size;
    const player = { number, name, score: 0, streak: 0, answer: null, last: null, history: [] };
    this.#players.set(socket, player);
    this.#seq += 1;
    this.#send(socket, { t: "ok", id });
    this.#ports.send(socket, this.#personal(this.#shared(), player));
  }

  #answer(socket: Socket, { id, option = 0 }: Frame): void {
    const player = this.#players.get(socket);
    if (this.#phase !== "question" || !player || player.answer) return;
    const ms = Date.now() - this.#opensAt;
    const right = option === question.right;
    player.answer = { option, right, points: right ? Math.round((1 - ms / SECONDS / 2_000) * 1_000) : 0, ms };
    this.#seq += 1;
    this.#answered += 1;
    this.#send(socket, { t: "accepted", id, question: this.#index, option, ms });
    if (this.#answered === this.#players.size) this.#reveal();
  }

  #next(): void {
    const last = this.#index === this.#questions - 1;
    if (this.#phase === "lobby" || this.#phase === "standings") this.#countdown();
    else if (this.#phase === "reveal") this.#tell(last ? "podium" : "standings", last);
  }

  #countdown(): void {
    this.#index += 1;
    const lengthMs = this.#index === 0 ? COUNTDOWN_FIRST_MS : COUNTDOWN_NEXT_MS;
    this.#opensAt = Date.now() + lengthMs;
    this.#tell("countdown", false);
    this.#ports.after(lengthMs - OPENING_LEAD_MS, () => {
      this.#answered = 0;
      this.#tell("question", true);
    });
  }

  #reveal(): void {
    for (const player of this.#players.values()) {
      const { answer } = player;
      player.score += answer?.points ?? 0;
      player.streak = answer?.right ? player.streak + 1 : 0;
      player.last = { index: this.#index, ...answer, rawMs: answer?.ms };
      player.history.push(answer?.points ?? 0);
      player.answer = null;
    }
    const scores = [...this.#players.values()].map(({ score }) => score).sort((a, b) => b - a);
    this.#ranks = new Map();
    scores.forEach((score, i) => {
      if (!this.#ranks.has(score)) this.#ranks.set(score, i + 1);
    });
    this.#tell("reveal", true);
  }

  #tell(phase: Phase, personal: boolean): void {
    this.#phase = phase;
    this.#seq += 1;
    const shared = this.#shared();
    if (this.#host) this.#ports.send(this.#host, shared);
    for (const socket of this.#sockets) {
      this.#ports.send(socket, personal ? this.#personal(shared, this.#players.get(socket)) : shared);
    }
  }

  #shared(): string {
    const room = {
      code: "22222C",
      topic: "space",
      language: "en",
      questions: this.#questions,
      seconds: SECONDS,
      scoring: "speed",
      auto: true,
      locked: false,
      players: this.#players.size,
      now: this.#now(),
    };
    const probe = this.#phase === "countdown" && this.#index < 3 ? { probe: true } : {};
    return JSON.stringify({ t: "state", seq: this.#seq, at: Date.now(), ...probe, room });
  }

  #now(): object {
    const { stem, options, right, because } = question;
    const index = this.#index;
    const asked = { index, id: index, stem, options };
    const nextAt = Date.now() + 7_000;
    switch (this.#phase) {
      case "countdown":
        return { phase: "countdown", index, opensAt: this.#opensAt };
      case "question":
        return {
          phase: "question",
          question: asked,
          opensAt: this.#opensAt,
          closesAt: this.#opensAt + SECONDS * 1_000,
        };
      case "reveal":
        return { phase: "reveal", question: asked, right, because, counts: [250, 250, 250, 250], nextAt };
      case "standings":
        return { phase: "standings", index, top: this.#top(), nextAt };
      case "podium":
        return { phase: "podium", top: this.#top() };
      default:
        return { phase: "lobby" };
    }
  }

  #top(): object[] {
    return [...this.#players.values()]
      .sort((a, b) => b.score - a.score)
      .slice(0, STANDINGS_ROWS)
      .map(({ number, name, score }) => ({ player: number, name, score, rank: this.#ranks.get(score) }));
  }

  #personal(shared: string, player: Player | undefined): string {
    if (!player) return `${shared.slice(0, -1)},"you":null}`;
    const { number, name, score, streak, answer, last, history } = player;
    const rank = this.#ranks.get(score) ?? 1;
    const you = { player: number, name, score, rank, streak, from: 0, answer: answer?.option ?? null, last, history };
    return `${shared.slice(0, -1)},"you":${JSON.stringify(you)}}`;
  }

  #send(socket: Socket, frame: object): void {
    this.#ports.send(socket, JSON.stringify(frame));
  }
}
