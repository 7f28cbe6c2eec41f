import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createHttpApi } from "../../client/http-api.ts";
import { pause } from "../load/gate.ts";
import { seededRandom } from "../load/random.ts";
import { type Quantiles, quantilesOf } from "../measure/quantiles.ts";
import { CutDisk } from "../power/cut-disk.ts";
import { type Ending, PlainKill, TornPower } from "../power/endings.ts";
import { buildEdge } from "../servers/built-edge.ts";
import { freshFolder } from "../servers/folders.ts";
import { CrashGame, type GameReport, persist } from "./crash-game.ts";
import { killAgainAndAgain } from "./kill-loop.ts";
import { MortalServer } from "./mortal-server.ts";
import { loggedTick, thingsIn } from "./realm-facts.ts";
import { Crowd, type CrowdReport, FOREST, TAVERN } from "./world/crowd.ts";

/**
 * What is lost with a node's life: `kill`, nothing that it wrote; `power`, of what it had not synced whatever may be lost;
 * `cut`, what the kernel loses where its file system is shut down.
 */
export type Loss = "kill" | "power" | "cut";

/** How a node is to be ended, and what goes on in it meanwhile. */
export interface EdgeWish {
  loss: Loss;
  kills: number;
  /** Games at the same time. In every second one the host stays and hurries. */
  rooms: number;
  players: number;
  questions: number;
  /** For each question. */
  seconds: number;
  /** The node lives for a random time up to this. */
  lifeMaxMs: number;
  /** Disks that are looked at after each end, besides the one that the node comes back to. */
  images: number;
  /** Decides the moments of the ends, and what people do. */
  seed: number;
}

export interface EdgeReport {
  loss: Loss;
  seed: number;
  kills: number;
  games: number;
  podiums: number;
  answersAcknowledged: number;
  roomsDeleted: number;
  crowd: Omit<CrowdReport, "faults">;
  /** Disks that were torn and read, by the step that they were torn at. */
  disks: Record<string, number>;
  restartMs: Quantiles;
  faults: string[];
}

/** Players wait up to 10 s before they try to come back, and may find a node that dies again: they are late only after that. */
const PODIUM_WITHIN_MS = 120_000;
const STAGGER_MS = 1_500;
const DELIVERED_WITHIN_MS = 20_000;

/** Ends an edge node again and again, with games and worlds going on, and checks that nothing acknowledged was lost. */
export async function edgeRun(wish: EdgeWish, log: (line: string) => void = () => undefined): Promise<EdgeReport> {
  const folder = freshFolder(`edge-${wish.loss}`);
  const ending = endingOf(wish, folder.path, await buildEdge(folder.path));
  ending.begin();
  const server = await MortalServer.start((port) => ending.command(port));
  try {
    return await new EdgeRun(wish, server, ending, folder.path, log).run();
  } finally {
    await server.kill();
    ending.close();
    folder.remove();
  }
}

function endingOf({ loss, seed, images }: EdgeWish, folder: string, program: string): Ending {
  if (loss === "kill") return new PlainKill(folder, program);
  const random = seededRandom(seed + 1);
  return loss === "power" ? new TornPower(folder, program, images, random) : new CutDisk(folder, program, random);
}

class EdgeRun {
  readonly #wish: EdgeWish;
  readonly #server: MortalServer;
  readonly #ending: Ending;
  readonly #folder: string;
  readonly #log: (line: string) => void;
  readonly #playing = new Set<CrashGame>();
  readonly #reports: GameReport[] = [];
  readonly #deleted: string[] = [];
  readonly #faults: string[] = [];
  #isKilling = true;
  #lateMs = Number.POSITIVE_INFINITY;

  constructor(wish: EdgeWish, server: MortalServer, ending: Ending, folder: string, log: (line: string) => void) {
    this.#wish = wish;
    this.#server = server;
    this.#ending = ending;
    this.#folder = folder;
    this.#log = log;
  }

  async run(): Promise<EdgeReport> {
    const { loss, seed, kills, rooms } = this.#wish;
    const crowd = await Crowd.gather(this.#server.url, seededRandom(seed + 2));
    crowd.start();
    const lanes = Array.from({ length: rooms }, (_, lane) => this.#playOn(lane));
    await Promise.all([this.#killAll(crowd), ...lanes]);
    const { faults, ...told } = await crowd.end();
    await this.#untilDelivered();
    await this.#server.stop();
    this.#faults.push(...faults, ...this.#ending.faults, ...this.#logged(), ...(await this.#bellFaults(told.rings)));
    this.#faults.push(...this.#reports.flatMap((report) => report.faults));
    return {
      loss,
      seed,
      kills,
      games: this.#reports.length,
      podiums: this.#reports.filter(({ reachedPodium }) => reachedPodium).length,
      answersAcknowledged: this.#reports.reduce((sum, report) => sum + report.answersAcknowledged, 0),
      roomsDeleted: this.#deleted.length,
      crowd: told,
      disks: this.#ending.figures,
      restartMs: quantilesOf(this.#server.restartMs),
      faults: this.#faults,
    };
  }

  async #killAll(crowd: Crowd): Promise<void> {
    await killAgainAndAgain(this.#server, {
      ...this.#wish,
      end: async () => {
        await this.#ending.end(this.#server);
        crowd.died(loggedTick(this.#worldFile(TAVERN), this.#folder));
      },
      begin: () => this.#ending.begin(),
      up: (done) => {
        crowd.up();
        for (const game of this.#playing) game.hurry();
        void this.#askForDeleted();
        this.#log(`${this.#wish.loss}: ended ${done} of ${this.#wish.kills}`);
      },
    });
    this.#isKilling = false;
    this.#lateMs = performance.now() + PODIUM_WITHIN_MS;
  }

  /** One game after the other; every second room is deleted by its host. */
  async #playOn(lane: number): Promise<void> {
    const { players, questions, seconds, seed } = this.#wish;
    const random = seededRandom(seed * 1_000 + lane);
    await pause(lane * STAGGER_MS);
    for (let round = 0; this.#isKilling; round++) {
      const hostStays = lane % 2 === 0;
      const game = new CrashGame({
        url: this.#server.url,
        players,
        questions,
        seconds,
        hostStays,
        isLate: () => performance.now() > this.#lateMs,
        random,
      });
      this.#playing.add(game);
      const report = await game.play();
      this.#playing.delete(game);
      this.#reports.push(report);
      for (const fault of report.faults) this.#log(fault);
      if (round % 2 === 0) await this.#delete(report);
    }
  }

  /** Where the answer is lost the room may be gone all the same: then there is none to be deleted. */
  async #delete({ room }: GameReport): Promise<void> {
    const api = createHttpApi({ origin: this.#server.url });
    await persist(() => api.remove(room.code, room.hostToken)).catch(() => undefined);
    if ((await this.#statusOf(room.code)) === 404) this.#deleted.push(room.code);
    else this.#faults.push(`${room.code}: could not be deleted`);
  }

  /** What was deleted stays so. */
  async #askForDeleted(): Promise<void> {
    const code = this.#deleted.at(-1);
    if (code && (await this.#statusOf(code)) !== 404) this.#faults.push(`${code}: was deleted, and is there again`);
  }

  #statusOf(code: string): Promise<number> {
    return persist(async () => (await fetch(`${this.#server.url}/api/v1/rooms/${code}`)).status);
  }

  /** Waits until no realm has news that wait for it. */
  async #untilDelivered(): Promise<void> {
    for (const end = performance.now() + DELIVERED_WITHIN_MS; performance.now() < end; await pause(100)) {
      const stats = (await (await fetch(`${this.#server.url}/api/v1/stats`)).json()) as {
        total: { eventsHeld: number };
      };
      if (stats.total.eventsHeld === 0) return;
    }
    this.#faults.push("news between realms are not delivered");
  }

  /** The bell counts how often it was rung, and the tavern's hearth how often it was heard. */
  async #bellFaults({ told, asked }: CrowdReport["rings"]): Promise<string[]> {
    if (asked === 0) return [];
    const countOf = async (realm: string, kind: string, id: string, key: string): Promise<number> => {
      const things = await thingsIn(this.#worldFile(realm), realm);
      const { state } = things.find((one) => one.kind === kind && one.id === id)?.has?.["script"] ?? {};
      const counts = typeof state === "object" && state !== null && !Array.isArray(state) ? state : {};
      return Number(counts[key] ?? 0);
    };
    const rung = await countOf(FOREST, "prop", "chapel-bell", "rung");
    const heard = await countOf(TAVERN, "area", "common-room", "heard");
    const faults = rung === heard ? [] : [`the bell was rung ${rung} times, and heard ${heard} times`];
    return rung >= told && rung <= asked ? faults : [...faults, `${rung} rings, of ${told} to ${asked}`];
  }

  #worldFile(realm: string): string {
    return join(this.#ending.data, `worlds/${realm}.sqlite`);
  }

  /** Whatever the node said of errors. */
  #logged(): string[] {
    if (this.#ending.mayLogErrors) return [];
    const lines = readFileSync(join(this.#folder, "server.log"), "utf8").split("\n");
    return lines.filter((line) => line.includes('"level":"error"')).map((line) => `log: ${line}`);
  }
}
