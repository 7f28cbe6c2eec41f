// The same game on Colyseus, as its documentation would have it: what everybody sees is schema state, sent as patches
// at the default rate of 20 a second; what one player sees is a message to that client. Written to its advantage: the
// players themselves are not in the synchronised state, and the head count changes once a second. No token is checked
// and nothing is stored. PORT and QUESTIONS come from the environment.
import { createServer } from "node:http";
import { Room, Server } from "@colyseus/core";
import { schema, t } from "@colyseus/schema";
import { WebSocketTransport } from "@colyseus/ws-transport";

const QUESTIONS = Number(process.env.QUESTIONS);
const COUNTDOWN_FIRST_MS = 2_500;
const COUNTDOWN_NEXT_MS = 1_500;
const OPENING_LEAD_MS = 300;
const SECONDS = 20;
const STANDINGS_ROWS = 10;

const question = {
  stem: "Which is the nearest known star to the Sun, of all that can be seen from here?",
  options: ["Proxima Centauri", "Barnard's Star", "Sirius", "Alpha Centauri A"],
  right: 0,
  because: "Proxima Centauri is about 4.25 light years away, a little nearer than its two companions.",
};

const Row = schema({ player: t.number(), name: t.string(), score: t.number(), rank: t.number() }, "Row");
const QuizState = schema(
  {
    at: t.number(),
    topic: t.string(),
    questions: t.number(),
    seconds: t.number(),
    players: t.number(),
    phase: t.string(),
    index: t.number(),
    opensAt: t.number(),
    closesAt: t.number(),
    stem: t.string(),
    options: t.array("string"),
    right: t.number(),
    because: t.string(),
    counts: t.array("number"),
    top: t.array(Row),
  },
  "QuizState",
);

class QuizRoom extends Room {
  state = new QuizState();
  #players = new Map();
  #answered = 0;
  #ranks = new Map();

  onCreate() {
    this.autoDispose = false;
    Object.assign(this.state, { at: 0, topic: "space", questions: QUESTIONS, seconds: SECONDS, players: 0 });
    Object.assign(this.state, { phase: "lobby", index: -1, opensAt: 0, closesAt: 0, stem: "", right: -1, because: "" });
    this.clock.setInterval(() => {
      if (this.state.phase === "lobby") this.state.players = this.#players.size;
    }, 1_000);
    this.onMessage("next", () => this.#next());
    this.onMessage("answer", (client, { option }) => this.#answer(client, option));
  }

  onJoin(client, { name, host }) {
    if (host) return;
    const number = this.#players.size;
    this.#players.set(client.sessionId, {
      client,
      number,
      name,
      score: 0,
      streak: 0,
      answer: null,
      last: null,
      history: [],
    });
    client.send("you", this.#you(this.#players.get(client.sessionId)));
  }

  onLeave(client) {
    this.#players.delete(client.sessionId);
  }

  #answer(client, option) {
    const player = this.#players.get(client.sessionId);
    if (this.state.phase !== "question" || !player || player.answer) return;
    const ms = Date.now() - this.state.opensAt;
    const right = option === question.right;
    player.answer = { option, right, points: right ? Math.round((1 - ms / SECONDS / 2_000) * 1_000) : 0, ms };
    this.#answered += 1;
    client.send("accepted", { question: this.state.index, option, ms });
    if (this.#answered === this.#players.size) this.#reveal();
  }

  #next() {
    const { phase, index } = this.state;
    if (phase === "lobby" || phase === "standings") return this.#countdown(index + 1);
    if (phase !== "reveal") return;
    const top = [...this.#players.values()].sort((a, b) => b.score - a.score).slice(0, STANDINGS_ROWS);
    this.state.top.clear();
    for (const { number, name, score } of top) {
      this.state.top.push(new Row().assign({ player: number, name, score, rank: this.#ranks.get(score) }));
    }
    Object.assign(this.state, { at: Date.now(), phase: index === QUESTIONS - 1 ? "podium" : "standings" });
  }

  #countdown(index) {
    const lengthMs = index === 0 ? COUNTDOWN_FIRST_MS : COUNTDOWN_NEXT_MS;
    const opensAt = Date.now() + lengthMs;
    Object.assign(this.state, { at: Date.now(), phase: "countdown", index, opensAt });
    this.clock.setTimeout(() => {
      this.#answered = 0;
      const { stem } = question;
      this.state.options.clear();
      this.state.options.push(...question.options);
      Object.assign(this.state, { at: Date.now(), phase: "question", stem, closesAt: opensAt + SECONDS * 1_000 });
    }, lengthMs - OPENING_LEAD_MS);
  }

  #reveal() {
    const { index } = this.state;
    for (const player of this.#players.values()) {
      const { answer } = player;
      player.score += answer?.points ?? 0;
      player.streak = answer?.right ? player.streak + 1 : 0;
      player.last = { index, ...answer };
      player.history.push(answer?.points ?? 0);
      player.answer = null;
    }
    const scores = [...this.#players.values()].map(({ score }) => score).sort((a, b) => b - a);
    this.#ranks = new Map();
    scores.forEach((score, i) => {
      if (!this.#ranks.has(score)) this.#ranks.set(score, i + 1);
    });
    const { right, because } = question;
    this.state.counts.clear();
    this.state.counts.push(250, 250, 250, 250);
    Object.assign(this.state, { at: Date.now(), phase: "reveal", right, because });
    for (const player of this.#players.values()) player.client.send("you", this.#you(player));
  }

  #you({ number, name, score, streak, answer, last, history }) {
    const rank = this.#ranks.get(score) ?? 1;
    return { at: Date.now(), player: number, name, score, rank, streak, from: 0, answer, last, history };
  }
}

const server = createServer();
const game = new Server({ greet: false, transport: new WebSocketTransport({ server }) });
game.define("quiz", QuizRoom);
game.listen(Number(process.env.PORT), "127.0.0.1");
