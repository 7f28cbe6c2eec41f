// Plays the game of colyseus-server.mjs with Colyseus' own SDK, and measures it as load/skerry-players.ts does.
// With the `ws` package under it, like the other players: Node's own WebSocket costs the generator more.
delete globalThis.WebSocket;
const { Client } = await import("@colyseus/sdk");
const { Gate, pause } = await import("../load/gate.ts");
const { seededRandom } = await import("../load/random.ts");
const { nowMs, Tally } = await import("../load/tally.ts");

const PHASE_WITHIN_MS = 60_000;
const ANSWER_AFTER_MS = 150;
const HOST_PAUSE_MS = 200;
const LOBBY_MS = 1_500;

/** @param {import("../load/job.ts").LoadJob} job */
export async function playColyseus(job) {
  const crowd = new Crowd(job);
  await crowd.enterHost();
  await crowd.joinAll();
  if (job.rounds > 0) await crowd.play();
  return crowd.tally.report();
}

class Crowd {
  #job;
  #client;
  #host;
  #random;
  #playing = false;
  #waiting = [];
  #moments = new Map();
  #accepted = new Gate(0);

  constructor(job) {
    this.#job = job;
    this.#client = new Client(job.url);
    this.#random = seededRandom(job.seed);
    this.tally = new Tally(job.players, job.group);
  }

  async enterHost() {
    this.#host = await this.#client.create("quiz", { host: true });
    this.#host.onStateChange(() => this.#count());
    this.#host.onMessage("*", () => this.#count());
  }

  async joinAll() {
    const { players, joiningAtOnce } = this.#job;
    const everybody = new Gate(players);
    const startMs = nowMs();
    this.tally.joins = await this.tally.part(async () => {
      let next = 0;
      const joinNext = async () => {
        while (next < players) {
          await this.#join(next++);
          this.tally.joinAllMs = nowMs() - startMs;
          everybody.pass();
        }
      };
      for (let i = 0; i < joiningAtOnce; i++) void joinNext();
      const missing = await everybody.wait(PHASE_WITHIN_MS);
      for (let i = 0; i < missing; i++) this.tally.failed("join without an end");
    });
    await pause(LOBBY_MS);
    this.tally.everybodyIn();
  }

  async play() {
    this.#playing = true;
    this.tally.game = await this.tally.part(async () => {
      await this.#next();
      for (let round = 0; round < this.#job.rounds; round++) await this.#round(round);
    });
    this.#playing = false;
  }

  async #round(round) {
    this.#accepted = new Gate(this.tally.joined);
    const revealed = Promise.all([this.#after("reveal"), this.#after("you")]);
    await this.#after("question");
    await this.#accepted.wait(this.#job.answerWithinMs + PHASE_WITHIN_MS);
    await revealed;
    await this.#next();
    if (round < this.#job.rounds - 1) await this.#next();
  }

  async #next() {
    await pause(HOST_PAUSE_MS);
    await this.tally.broadcast(async () => {
      const arrived = this.#after(null);
      this.#host.send("next");
      await arrived;
    });
  }

  #after(phase) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no ${phase ?? "phase"} came`)), PHASE_WITHIN_MS);
      const came = async ({ gate }) => {
        clearTimeout(late);
        this.tally.framesMissing += await gate.wait(PHASE_WITHIN_MS);
        resolve();
      };
      this.#waiting.push({ phase, came });
    });
  }

  async #join(number) {
    const openedMs = nowMs();
    try {
      const room = await this.#client.joinById(this.#host.roomId, { name: `Player ${number}` });
      const player = { room, sentMs: 0 };
      const in_ = new Gate(1);
      room.onMessage("you", () => {
        this.#count();
        in_.pass();
        if (this.#playing) this.#arrived("you", room.state.index, nowMs());
      });
      room.onMessage("accepted", () => {
        this.#count();
        this.tally.ackMs.push(nowMs() - player.sentMs);
        this.#accepted.pass();
      });
      room.onStateChange((state) => {
        this.#count();
        if (this.#playing) this.#state(player, number, state);
      });
      room.onLeave((code) => this.tally.failed(`player: closed ${code}`));
      if ((await in_.wait(PHASE_WITHIN_MS)) > 0) throw new Error("no state came");
      this.tally.joined += 1;
      this.tally.joinMs.push(nowMs() - openedMs);
    } catch (error) {
      this.tally.failed(`player: ${error.message ?? error}`);
    }
  }

  #state(player, number, { at, phase, index, opensAt }) {
    const arrivedMs = nowMs();
    (phase === "reveal" ? this.tally.revealMs : this.tally.fanOutMs).push(arrivedMs - at);
    this.#arrived(phase, index);
    if (phase === "podium") this.tally.podiums += 1;
    if (phase !== "question") return;
    if (arrivedMs > opensAt) this.tally.lateQuestions += 1;
    const delayMs = ANSWER_AFTER_MS + this.#random() * Math.max(0, this.#job.answerWithinMs - ANSWER_AFTER_MS);
    const answer = () => {
      player.sentMs = nowMs();
      this.tally.answersSent += 1;
      player.room.send("answer", { option: (index + number) % 4 });
    };
    setTimeout(answer, Math.max(0, opensAt - arrivedMs + delayMs));
  }

  #arrived(phase, index) {
    const key = `${phase} ${index}`;
    let moment = this.#moments.get(key);
    if (!moment) {
      moment = { gate: new Gate(this.tally.joined) };
      this.#moments.set(key, moment);
      const came = this.#waiting.filter(
        (waiting) => waiting.phase === phase || (waiting.phase === null && phase !== "you"),
      );
      this.#waiting = this.#waiting.filter((waiting) => !came.includes(waiting));
      for (const waiting of came) waiting.came(moment);
    }
    moment.gate.pass();
  }

  #count() {
    this.tally.delivered += 1;
  }
}
