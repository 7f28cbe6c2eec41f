import { join } from "node:path";
import { type QuestionService, questionServiceFrom } from "../adapters/question-service.ts";
import { createAdmit } from "../api/admit.ts";
import type { LogLine, Tokens } from "../api/ports.ts";
import { cachedKeys, keysFromSecret } from "../api/signing-keys.ts";
import { createTokens } from "../api/tokens.ts";
import { errorLine } from "../core/error-line.ts";
import type { EdgeConfig } from "./config.ts";
import { NodeFigures } from "./health/node-figures.ts";
import { keyFile } from "./key-file.ts";
import { QuizRooms } from "./quiz-rooms.ts";
import { loadRapier } from "./rapier.ts";
import type { Surroundings } from "./socket-process.ts";
import { UnreadableFile } from "./unreadable-file.ts";
import { WorldShards } from "./world-shards.ts";

const KEYS_FRESH_MS = 10 * 60_000;

/** What a node has inside, before any door is open. */
export interface NodeHouse {
  readonly rooms: QuizRooms;
  readonly worlds: WorldShards;
  readonly tokens: Tokens;
  readonly questions: QuestionService;
  readonly figures: NodeFigures;
  readonly around: Surroundings;
  readonly counters: ReadonlyMap<string, number>;
  /** Everything accepted is kept, and everybody in a room or a world is told. */
  close(): void;
}

/** Takes up the rooms and worlds of a folder. Rejects where its keys cannot be read: without them nobody gets in. */
export async function openHouse(
  config: EdgeConfig,
  environment: Record<string, string | undefined>,
  { log, clock }: { log(line: LogLine): void; clock(): number },
): Promise<NodeHouse> {
  const counters = new Map<string, number>();
  const figures = new NodeFigures();
  const questions = questionServiceFrom(environment);
  const keys = config.secret
    ? keysFromSecret(config.secret)
    : cachedKeys(keyFile(join(config.dataFolder, "keys.json"), clock), KEYS_FRESH_MS, clock);
  await keys.keys();
  const tokens = createTokens(keys, clock);
  const around: Surroundings = {
    clock,
    admit: createAdmit(tokens),
    count: (name, by = 1) => void counters.set(name, (counters.get(name) ?? 0) + by),
    report: (error, where) => log(reportLine(error, where)),
    ticked: (realm, ms) => figures.ticked(realm, ms),
  };
  const rooms = new QuizRooms({ folder: join(config.dataFolder, "rooms"), questions }, around);
  const worlds = new WorldShards(join(config.dataFolder, "worlds"), await loadRapier(), around);
  return {
    rooms,
    worlds,
    tokens,
    questions,
    figures,
    around,
    counters,
    close() {
      rooms.stop();
      worlds.stop();
      figures.stop();
    },
  };
}

/** What could not be read is named by its file: the one line that may have a room's code in it. */
function reportLine(error: unknown, where: string): LogLine {
  if (!(error instanceof UnreadableFile)) {
    return { level: "error", event: "room", message: `${where}: ${errorLine(error)}` };
  }
  const message = `${where}: ${errorLine(error.cause)}`;
  return { level: "error", event: "unreadable", code: "UNREADABLE", file: error.path, message };
}
