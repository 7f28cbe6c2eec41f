import { RETURN_GRACE_MS } from "../../protocol/index.ts";
import type { Link } from "../../runner/link.ts";
import type { WorldInput } from "../inputs.ts";
import type { Simulation } from "../simulation.ts";

/**
 * Who is awake is who has a connection that is heard. Mostly each of their comings and goings is an input of its own; but
 * a crash takes sockets and tells nobody, and an input is lost with a tick that could not be written. So when a world has
 * been read, and after ticks in which somebody came or went, the two are compared.
 */
export class Presence {
  #dueMs: number | null = null;
  /** Who was there when the world was read, without a connection, and at which tick that was. */
  #lost = { tick: 0, members: new Set<number>() };

  /** There is something to look at, at once or later: the world is to go on until then. */
  get isDue(): boolean {
    return this.#dueMs !== null;
  }

  /** The world was read: whoever lost their connection with its memory has a moment to come back. */
  read(world: Simulation, links: readonly Link[], nowMs: number): void {
    const { absent, asleep } = compare(world, links);
    this.#lost = { tick: world.tick, members: new Set(absent) };
    this.#dueMs = asleep.length > 0 ? nowMs : absent.length > 0 ? nowMs + RETURN_GRACE_MS : null;
  }

  /** Somebody enters. Who comes back in time is told what they missed all the same. */
  wake(world: Simulation, subject: string, name: string): WorldInput {
    const member = world.memberOf(subject);
    return { type: "wake", subject, name, ...(member === null ? {} : this.#since(member)) };
  }

  /** Somebody came or went in the last tick. */
  changed(): void {
    this.#dueMs ??= Number.NEGATIVE_INFINITY;
  }

  /**
   * What has to happen for both to agree.
   * @param entering subjects of those who are about to be let in
   */
  take(world: Simulation, links: readonly Link[], entering: readonly string[], nowMs: number): WorldInput[] {
    if (this.#dueMs === null || nowMs < this.#dueMs) return [];
    this.#dueMs = null;
    const { absent, asleep } = compare(world, links);
    const coming = new Set(entering.map((subject) => world.memberOf(subject)));
    return [
      ...absent
        .filter((member) => !coming.has(member))
        .map((member) => ({ type: "sleep" as const, member, ...this.#since(member) })),
      ...asleep.map(({ subject }) => ({ type: "wake" as const, subject, name: "" })),
    ];
  }

  /** Told once: from then on they are here, or known to sleep. */
  #since(member: number): { since?: number } {
    const { tick, members } = this.#lost;
    return members.delete(member) ? { since: tick } : {};
  }
}

/** Members who are awake and have no connection, and connections that are heard of members who sleep. */
function compare(world: Simulation, links: readonly Link[]): { absent: number[]; asleep: Link[] } {
  const present = links.filter(({ member, present }) => present && member !== null);
  const here = new Set(present.map(({ member }) => member));
  const absent = world.awake.filter((member) => !here.has(member));
  return { absent, asleep: present.filter(({ member }) => member !== null && !world.viewer(member)) };
}
