import { fail, MOVE_AHEAD_TICKS_MAX, type Result, type Role } from "../../protocol/index.ts";
import { type WorldFrame, worldFrame } from "../../protocol/world-frames.ts";
import type { Link } from "../../runner/link.ts";
import type { WorldInput } from "../inputs.ts";

/** Inputs of one member in one tick; the rest waits for the next. */
const INPUTS_A_TICK_MAX = 8;

/** An input on its way into the world. */
export interface Waiting {
  /** Who asked; `null`: nobody waits for it. */
  link: Link | null;
  /** The request's own number, if it wants an answer. */
  id: number | undefined;
  input: WorldInput;
  /** When a move wants to take effect, and how many ticks before that it came. */
  asked?: { tick: number; early: number };
}

/** What nobody waits for. */
export function unasked(input: WorldInput): Waiting {
  return { link: null, id: undefined, input };
}

/** A move of a member, in a world that has come to the tick `now`. */
export function moveOf(
  { n: seq, x, z, facing, jump = false, tick }: WorldFrame & { t: "move" },
  { link, member, now }: { link: Link; member: number; now: number },
): Waiting {
  const waiting: Waiting = { link, id: undefined, input: { type: "move", member, seq, x, z, facing, jump } };
  if (tick !== undefined) waiting.asked = { tick, early: tick - now };
  return waiting;
}

/** What people in a world may say; screens and hosts are none of its words. */
export function readFrame(role: Role, frame: Record<string, unknown>): Result<WorldFrame> {
  if (role !== "player") return fail("UNKNOWN_FRAME");
  const parsed = worldFrame.safeParse(frame);
  return parsed.success ? { ok: true, value: parsed.data } : fail("BAD_FRAME");
}

/** What has arrived at a shard and is not in its world yet. */
export class Intake {
  #inputs: Waiting[] = [];

  get isEmpty(): boolean {
    return this.#inputs.length === 0;
  }

  get size(): number {
    return this.#inputs.length;
  }

  /** Names under which somebody is about to enter. */
  get entering(): string[] {
    return this.#inputs.flatMap(({ input }) => (input.type === "wake" ? [input.name] : []));
  }

  /** Subjects who are about to enter. */
  get waking(): string[] {
    return this.#inputs.flatMap(({ input }) => (input.type === "wake" ? [input.subject] : []));
  }

  add(waiting: Waiting): void {
    this.#inputs.push(waiting);
  }

  clear(): void {
    this.#inputs = [];
  }

  /** Takes what is to be done in this tick: moves at their moment, each member but so much. None is lost. */
  take(tick: number): Waiting[] {
    const perLink = new Map<Link, number>();
    const taken: Waiting[] = [];
    const left: Waiting[] = [];
    for (const waiting of this.#inputs) {
      const { link } = waiting;
      const count = link ? (perLink.get(link) ?? 0) + 1 : 0;
      const isTooSoon = isAhead(waiting, tick);
      if (link && !isTooSoon) perLink.set(link, count);
      (isTooSoon || count > INPUTS_A_TICK_MAX ? left : taken).push(waiting);
    }
    this.#inputs = left;
    return taken;
  }
}

/** Whether its moment is to come. Who asks for a moment far ahead has lost count: at once, then. */
function isAhead({ asked }: Waiting, tick: number): boolean {
  return asked !== undefined && asked.tick > tick && asked.tick - tick <= MOVE_AHEAD_TICKS_MAX;
}
