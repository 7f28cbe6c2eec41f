import type { MovingMoment } from "../../client/motion/moving-moment.ts";
import type { Client } from "./client.ts";
import { insist } from "./invariants.ts";
import { type SimulatedWorld, SLICE_MS } from "./simulated-world.ts";

/** Metres a frame: the pace, and a glide over two metres at its beginning, as from where one steers to where one is led. */
const STEP_MAX_M = 0.55;
/** What is put right late is farther off: a glide over three metres, beyond which it would be a jump. */
const LATE_STEP_MAX_M = 0.78;
const LATE_MS = 130;
/** After what may move somebody by force, or holds the way up, a body is not judged for so long. */
const SETTLES_MS = 4_000;

interface Shown {
  x: number;
  z: number;
  /** Where the shard had it. */
  trueX: number;
  trueZ: number;
  atMs: number;
}

/** [W13] Looks at everybody's own body on their own screen, from frame to frame. */
export class OwnBodies {
  readonly #shown = new Map<Client, Shown>();
  readonly #disturbedMs = new Map<Client, number>();
  #everyoneDisturbed = true;

  /** Whatever happened, everybody may be somewhere else. */
  moved(): void {
    this.#everyoneDisturbed = true;
  }

  disturbed(client: Client, untilMs: number): void {
    this.#disturbedMs.set(client, Math.max(untilMs, this.#disturbedMs.get(client) ?? 0));
  }

  look(world: SimulatedWorld, client: Client, moment: MovingMoment): void {
    const { elapsedMs } = world;
    if (this.#everyoneDisturbed) for (const one of world.clients) this.disturbed(one, elapsedMs);
    this.#everyoneDisturbed = false;
    const self = client.listener.scene?.you?.entity;
    const actor = moment.actors.find(({ entity }, at) => at < moment.count && entity === self);
    const truth = world.world ? world.sight.truth(world.world).table : null;
    const row = truth && self !== undefined ? truth.rowOf(self) : -1;
    if (!actor || !truth || row < 0) return void this.#shown.delete(client);
    const [trueX, trueZ] = [(truth.x[row] ?? 0) / 256, (truth.z[row] ?? 0) / 256];
    const before = this.#shown.get(client);
    this.#shown.set(client, { x: actor.x, z: actor.z, trueX, trueZ, atMs: elapsedMs });
    if (!before) return this.disturbed(client, elapsedMs);
    // Ladders, and help over what is in the way.
    if (Math.hypot(trueX - before.trueX, trueZ - before.trueZ) > 0.5) this.disturbed(client, elapsedMs);
    // Beyond, a screen shows fewer frames than it should.
    if (elapsedMs - before.atMs > SLICE_MS) return;
    if (elapsedMs - (this.#disturbedMs.get(client) ?? 0) < SETTLES_MS) return;
    const step = Math.hypot(actor.x - before.x, actor.z - before.z);
    const { delayMs, jitterMs } = client.person.way;
    const most = delayMs + jitterMs > LATE_MS ? LATE_STEP_MAX_M : STEP_MAX_M;
    insist(step <= most, "W13", `${client} saw themselves jump ${step.toFixed(2)} m`);
  }
}
