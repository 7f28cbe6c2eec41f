import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocketServer } from "ws";
import { fail } from "../core/protocol/index.ts";
import type { QuestionRequest } from "../core/quiz/question.ts";
import type { Quiz } from "../core/quiz/quiz-kind.ts";
import { quizMachine } from "../core/quiz/quiz-machine.ts";
import { resultsOf } from "../core/quiz/results.ts";
import { stateHash } from "../core/random.ts";
import { FileSql } from "../edge-sim/file-sql.ts";
import { RoomProcess } from "../edge-sim/room-process.ts";
import { TextFrames } from "../edge-sim/text-frames.ts";
import { WebSocketWire } from "../edge-sim/wire.ts";
import { ManualTime } from "../testing/manual-time.ts";
import { plainToken, scriptedAi } from "../testing/scripted-ai.ts";
import { TrafficCount } from "../testing/traffic-count.ts";
import type { DrivenShell } from "./room-driver.ts";

/** The real room of the edge node; only its clock and its timers are in the test's hand. */
class DrivenRoom extends RoomProcess<Quiz> {
  // Before the fields of this class exist, the base class reads the room: nothing is set then.
  time?: ManualTime;
  readonly traffic = new TrafficCount();
  readonly pingedMs = new Map<string, number>();

  protected override message(id: string, data: string | Uint8Array): Promise<void> {
    return Promise.resolve(super.message(id, data)).then(() => {
      this.traffic.received += 1;
    });
  }

  protected override send(id: string, text: string): void {
    this.traffic.sent[id] = (this.traffic.sent[id] ?? 0) + 1;
    super.send(id, text);
  }

  protected override heardMs(id: string): number | null {
    return this.pingedMs.get(id) ?? null;
  }

  protected override setTimer(ms: number | null): void {
    this.time?.setTimer(ms);
  }

  protected override setAlarm(atMs: number | null): void {
    this.time?.setAlarm(atMs);
  }
}

export async function startEdgeShell(): Promise<DrivenShell> {
  const folder = mkdtempSync(join(tmpdir(), "skerry-conformance-"));
  const rooms = new Map<string, DrivenRoom>();
  const server = createServer();
  const frames = new TextFrames();
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  sockets.on("connection", (socket, request) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    rooms
      .get(url.pathname.split("/")[1] ?? "")
      ?.accept(url.searchParams.get("id") ?? "", new WebSocketWire(socket, request.socket, frames));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const room = (code: string) => {
    const found = rooms.get(code);
    if (!found) throw new Error(`no room ${code}`);
    return found;
  };
  return {
    name: "edge node",
    async make(code, options, ai) {
      const time = new ManualTime();
      const around = {
        clock: () => time.nowMs,
        admit: async (token: string, _role: unknown, its: string) => {
          const claims = plainToken(token, its);
          return claims ? { ok: true as const, value: { claims } } : fail("TOKEN_INVALID");
        },
        count: () => undefined,
        report: (error: unknown) => console.error(error),
      };
      const ask = async (request: object) => scriptedAi(request as QuestionRequest);
      const made = new DrivenRoom(code, quizMachine, new FileSql(join(folder, `${code}.sqlite`)), around, ask);
      made.time = time;
      rooms.set(code, made);
      return made.runner.create({ code, options, seed: "conformance", ai });
    },
    async advance(code, ms) {
      const { runner, time } = room(code);
      time?.advance(ms, { timer: () => runner.timer(), alarm: () => runner.alarm() });
    },
    async pinged(code, ids) {
      const { pingedMs, time } = room(code);
      for (const id of ids) pingedMs.set(id, time?.nowMs ?? 0);
    },
    async traffic(code) {
      const { traffic, runner } = room(code);
      return { ...traffic, connections: runner.connections };
    },
    results: async (code) => resultsOf(room(code).runner.entries()),
    hash: async (code) => stateHash(room(code).runner.state),
    socketUrl: (code, id) => `ws://127.0.0.1:${port}/${code}/socket?id=${id}`,
    async stop() {
      for (const one of rooms.values()) one.stop();
      sockets.close();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}
