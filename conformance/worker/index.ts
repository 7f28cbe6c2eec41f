import { WorkerEntrypoint } from "cloudflare:workers";
import type { WSMessage } from "partyserver";
import { type Claims, fail, type Result, type Role } from "../../core/protocol/index.ts";
import type { QuestionReply, QuestionRequest } from "../../core/quiz/question.ts";
import type { RoomOptions } from "../../core/quiz/room-options.ts";
import { stateHash } from "../../core/random.ts";
import { QuizRoom } from "../../durable-objects/quiz-room.ts";
import { ManualTime } from "../../testing/manual-time.ts";
import { plainToken, scriptedAi } from "../../testing/scripted-ai.ts";
import { TrafficCount } from "../../testing/traffic-count.ts";
import { directoryLivesOf, type SleepDirectory } from "./sleep-directory.ts";
import { livesOf, type SleepRoom } from "./sleep-room.ts";
import { type SleepWorld, worldLivesOf } from "./sleep-world.ts";

export { KeyRing } from "../../durable-objects/key-ring.ts";
export { MetricsHub } from "../../durable-objects/metrics-hub.ts";
export { BellWorld } from "./bell-world.ts";
export { SleepDirectory } from "./sleep-directory.ts";
export { SleepRoom } from "./sleep-room.ts";
export { SleepWorld } from "./sleep-world.ts";

/** What outlives the object's memory, as the world outside it does. */
interface Outside {
  time: ManualTime;
  traffic: TrafficCount;
  heardMs: Map<string, number>;
}

const outsides = new Map<string, Outside>();

/** The real room object; only its clock, its lots and its timers are in the test's hand. */
export class ConformanceRoom extends QuizRoom {
  get outside(): Outside {
    let outside = outsides.get(this.name);
    if (!outside) {
      outside = { time: new ManualTime(), traffic: new TrafficCount(), heardMs: new Map() };
      outsides.set(this.name, outside);
    }
    return outside;
  }

  make(options: RoomOptions, ai: boolean): boolean {
    return this.room().create({ code: this.name, options, seed: "conformance", ai });
  }

  advance(ms: number): void {
    const room = this.room();
    this.outside.time.advance(ms, { timer: () => room.timer(), alarm: () => room.alarm() });
  }

  /** Pings of these sockets came, which nobody was woken for. */
  pinged(ids: string[]): void {
    for (const id of ids) this.outside.heardMs.set(id, this.outside.time.nowMs);
  }

  traffic(): TrafficCount & { connections: number } {
    return { ...this.outside.traffic, connections: this.room().connections };
  }

  hash(): string {
    return stateHash(this.room().state);
  }

  protected override async heard(id: string, message: WSMessage): Promise<void> {
    await super.heard(id, message);
    this.outside.traffic.received += 1;
  }

  protected override clock(): number {
    return this.outside.time.nowMs;
  }

  // A counter's push holds a timer of its own for two seconds, and eviction would wait for it.
  protected override count(): void {}

  protected override heardMs(id: string): number | null {
    return this.outside.heardMs.get(id) ?? null;
  }

  protected override setTimer(ms: number | null): void {
    this.outside.time.setTimer(ms);
  }

  protected override setAlarm(atMs: number | null): void {
    this.outside.time.setAlarm(atMs);
  }

  protected override send(id: string, text: string): void {
    const { sent } = this.outside.traffic;
    sent[id] = (sent[id] ?? 0) + 1;
    super.send(id, text);
  }
}

export class ConformanceAuth extends WorkerEntrypoint {
  admit(token: string, _role: Role, room: string): Result<{ claims: Claims }> {
    const claims = plainToken(token, room);
    return claims ? { ok: true, value: { claims } } : fail("TOKEN_INVALID");
  }
}

export class ConformanceQuestions extends WorkerEntrypoint {
  configured(): boolean {
    return true;
  }

  write(request: QuestionRequest): QuestionReply {
    return scriptedAi(request);
  }
}

interface Env {
  QUIZ_ROOMS: DurableObjectNamespace<ConformanceRoom>;
  SLEEPERS: DurableObjectNamespace<SleepRoom>;
  WORLDS: DurableObjectNamespace<SleepWorld>;
  DIRECTORY: DurableObjectNamespace<SleepDirectory>;
}

function directory(request: Request, env: Env, name: string, verb: string): Response | Promise<Response> {
  // Asks nothing of the directory: that would wake it.
  if (verb === "lives") return Response.json(directoryLivesOf(name));
  return env.DIRECTORY.getByName(name).fetch(new Request("https://directory/", request));
}

async function world(request: Request, env: Env, name: string, verb: string): Promise<Response> {
  const shard = env.WORLDS.getByName(name);
  if (verb === "socket") return shard.fetch(new Request(`https://world/${name}`, request));
  // Asks nothing of the world: that would wake it.
  if (verb === "lives") return Response.json(worldLivesOf(name));
  return Response.json(await shard.status());
}

async function sleeper(request: Request, env: Env, code: string, verb: string): Promise<Response> {
  const room = env.SLEEPERS.getByName(code);
  switch (verb) {
    case "socket":
      return room.fetch(new Request(`https://room/${code}`, request));
    case "make":
      return Response.json(await room.create((await request.json()) as RoomOptions));
    case "lives":
      // Asks nothing of the room: that would wake it.
      return Response.json(livesOf(code));
    default:
      return Response.json(await room.awakeFor());
  }
}

/** `/CODE/make`, `/CODE/advance`, `/CODE/traffic`, `/CODE/hash`, and `/CODE/socket?id=…`. */
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const url = new URL(request.url);
    const [, code = "", verb, more = ""] = url.pathname.split("/");
    if (verb === "sleeper") return sleeper(request, env, code, more);
    if (verb === "directory") return directory(request, env, code, more);
    if (verb === "world") return world(request, env, code, more);
    const room = env.QUIZ_ROOMS.getByName(code);
    switch (verb) {
      case "socket":
        return room.fetch(new Request(`https://room/${code}?_pk=${url.searchParams.get("id")}`, request));
      case "make": {
        const { options, ai } = (await request.json()) as { options: RoomOptions; ai: boolean };
        return Response.json(await room.make(options, ai));
      }
      case "advance":
        await room.advance(Number(url.searchParams.get("ms")));
        return Response.json(true);
      case "pinged":
        await room.pinged((await request.json()) as string[]);
        return Response.json(true);
      case "traffic":
        return Response.json(await room.traffic());
      case "results":
        return Response.json(await room.results());
      case "hash":
        return Response.json(await room.hash());
      default:
        return new Response(null, { status: 404 });
    }
  },
} satisfies ExportedHandler<Env>;
