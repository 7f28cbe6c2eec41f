import { pause } from "../load/gate.ts";
import { seededRandom } from "../load/random.ts";
import { type Quantiles, quantilesOf } from "../measure/quantiles.ts";
import { edgeCommand } from "../servers/edge.ts";
import { freshFolder } from "../servers/folders.ts";
import { workerdCommand } from "../servers/workerd.ts";
import { CrashGame, type GameReport } from "./crash-game.ts";
import { killAgainAndAgain } from "./kill-loop.ts";
import { MortalServer } from "./mortal-server.ts";

export type Shell = "workerd" | "edge";

/** How a server is to be killed, and what is played meanwhile. */
export interface CrashWish {
  shell: Shell;
  /** The built Worker; `workerd` needs it. */
  bundle: string;
  kills: number;
  /** Games at the same time. In every second one the host stays and hurries; the others go on by themselves. */
  rooms: number;
  players: number;
  questions: number;
  /** The server lives for a random time up to this. */
  lifeMaxMs: number;
  /** Decides the moments of the kills and the answers; what meets what is up to the machine. */
  seed: number;
}

export interface CrashReport {
  shell: Shell;
  seed: number;
  kills: number;
  /** In which phase the games stood that were hit. */
  killedIn: Record<string, number>;
  games: number;
  /** Of them those that went on by themselves to the end. */
  unattended: number;
  podiums: number;
  answersAcknowledged: number;
  restartMs: Quantiles;
  faults: string[];
}

const SECONDS = 5;
/** Rooms begin one after the other, so that a kill meets them in different phases. */
const STAGGER_MS = 1_500;

/** Kills a server again and again under games that go on, and checks that nothing acknowledged was lost. */
export async function crashRun(wish: CrashWish, log: (line: string) => void = () => undefined): Promise<CrashReport> {
  const { shell, kills, rooms, players, questions, seed } = wish;
  const folder = freshFolder(`crash-${shell}`);
  const server = await MortalServer.start((port) =>
    shell === "edge"
      ? edgeCommand({ folder: folder.path, port })
      : workerdCommand({ bundle: wish.bundle, folder: folder.path, port }),
  );
  const playing = new Set<CrashGame>();
  const reports: GameReport[] = [];
  const killedIn: Record<string, number> = {};
  let killing = true;

  async function playOn(lane: number): Promise<void> {
    const random = seededRandom(seed * 1_000 + lane);
    await pause(lane * STAGGER_MS);
    do {
      const game = new CrashGame({
        url: server.url,
        players,
        questions,
        seconds: SECONDS,
        hostStays: lane % 2 === 1,
        random,
      });
      playing.add(game);
      const report = await game.play();
      playing.delete(game);
      reports.push(report);
      for (const fault of report.faults) log(fault);
    } while (killing);
  }

  async function killAll(): Promise<void> {
    await killAgainAndAgain(server, {
      ...wish,
      end(isUp) {
        const phases = isUp ? [...playing].map(({ phase }) => phase) : ["start"];
        for (const phase of phases) killedIn[phase] = (killedIn[phase] ?? 0) + 1;
        return server.kill();
      },
      up(done) {
        for (const game of playing) game.hurry();
        log(`${shell}: killed ${done} of ${kills}`);
      },
    });
    killing = false;
  }

  try {
    const lanes = Array.from({ length: rooms }, (_, lane) => playOn(lane));
    await Promise.all([killAll(), ...lanes]);
  } finally {
    killing = false;
    await server.kill();
    folder.remove();
  }
  return {
    shell,
    seed,
    kills,
    killedIn,
    games: reports.length,
    unattended: reports.filter(({ hostStayed }) => !hostStayed).length,
    podiums: reports.filter(({ reachedPodium }) => reachedPodium).length,
    answersAcknowledged: reports.reduce((sum, report) => sum + report.answersAcknowledged, 0),
    restartMs: quantilesOf(server.restartMs),
    faults: reports.flatMap((report) => report.faults),
  };
}
