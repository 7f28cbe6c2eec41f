import { keysFromSecret } from "../../api/signing-keys.ts";
import { createTokens } from "../../api/tokens.ts";
import { MortalServer } from "../crash/mortal-server.ts";
import { pause } from "../load/gate.ts";
import { BENCH_SECRET } from "../servers/contestant.ts";
import { workerdCommand } from "../servers/workerd.ts";
import { Visitor } from "./visitor.ts";
import { type Waking, worldName } from "./waking.ts";

/** Before this is over after its loop stopped, an object is not taken for asleep: the runtime waits 10 s. */
const ASLEEP_AFTER_MS = 14_000;
/** A minute for the NPCs, and more than enough for all to come to rest. */
const REST_WITHIN_MS = 400_000;
const POLL_MS = 500;
/** A quiet time in the tavern: the next who keeps a schedule does so seven minutes later. */
const QUIET_MINUTE = 122;
const DAY_MS = 3_600_000;
const MINUTE_MS = 2_500;

/** Many worlds on one `workerd serve`, with somebody in each. */
export class Sleepers {
  readonly server: MortalServer;
  readonly visitors = new Map<number, Visitor>();
  readonly #tokens = createTokens(keysFromSecret(BENCH_SECRET), () => Date.now());

  private constructor(server: MortalServer) {
    this.server = server;
  }

  static async start(bundle: string, folder: string): Promise<Sleepers> {
    const shiftMs = QUIET_MINUTE * MINUTE_MS - (Date.now() % DAY_MS);
    const texts = { WAKE_SHIFT_MS: String(shiftMs) };
    const server = await MortalServer.start((port) =>
      workerdCommand({ bundle, folder, port, secret: BENCH_SECRET, texts }),
    );
    return new Sleepers(server);
  }

  /** Somebody comes to a world; twice the same world, twice the same person. */
  async arrive(index: number): Promise<Visitor> {
    const token = await this.#tokens.issue({ kind: "guest", subject: `visitor-${index}` });
    const visitor = await Visitor.arrive(this.server.url, worldName(index), token);
    this.visitors.set(index, visitor);
    return visitor;
  }

  /** Somebody comes, and does what people do, so that there is something to remember. */
  async settleIn(index: number): Promise<void> {
    const visitor = await this.arrive(index);
    await visitor.enter("Anna");
    for (const line of ["get clay mug", "push chair", "say good evening"]) await visitor.type(line);
  }

  /** What the worlds told of themselves; asks none of them. */
  async wakings(): Promise<Map<number, Waking>> {
    const response = await fetch(`${this.server.url}/wakings`);
    const named = new Map(Object.entries((await response.json()) as Record<string, Waking>));
    const found = new Map<number, Waking>();
    for (const index of this.visitors.keys()) {
      const waking = named.get(worldName(index));
      if (waking) found.set(index, waking);
    }
    return found;
  }

  /** Waits until the loops of all have stopped and the runtime has had the time to put them away. */
  async untilAsleep(): Promise<void> {
    for (const endMs = Date.now() + REST_WITHIN_MS; Date.now() < endMs; await pause(POLL_MS)) {
      const wakings = await this.wakings();
      const before = Date.now() - ASLEEP_AFTER_MS;
      const asleep = [...wakings.values()].filter(({ restingSinceMs }) => (restingSinceMs ?? before) < before);
      if (asleep.length === this.visitors.size) return;
    }
    throw new Error("the worlds do not come to rest");
  }

  /** Takes a world from memory, so that it does not tick beside those that are measured. */
  async forget(index: number): Promise<void> {
    this.visitors.get(index)?.end();
    this.visitors.delete(index);
    await fetch(`${this.server.url}/forget/${worldName(index)}`);
  }

  /** `kill -9`, and up again; sockets are gone. @returns how long it took until it answered */
  async restart(): Promise<number> {
    for (const visitor of this.visitors.values()) visitor.end();
    this.visitors.clear();
    await this.server.kill();
    this.server.launch();
    await this.server.ready();
    return this.server.restartMs.at(-1) ?? 0;
  }
}
