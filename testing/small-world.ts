import { createScriptRunner } from "../core/script/script-runner.ts";
import { isWitness } from "../core/world/events.ts";
import { fixedPieces } from "../core/world/fixed-pieces.ts";
import type { WorldInput } from "../core/world/inputs.ts";
import { physicsBodies } from "../core/world/physics-bodies.ts";
import type { RealmMap } from "../core/world/realm-map.ts";
import type { Simulation, SimulationFactory, TickOutcome } from "../core/world/simulation.ts";
import { prose } from "../core/world/text/prose.ts";
import { worldFactory } from "../core/world/world.ts";
import { loadQuickJs } from "../edge-sim/quickjs.ts";
import { loadRapier } from "../edge-sim/rapier.ts";
import { smallRealm } from "./small-realm.ts";

/** Makes worlds with the real physics and the real scripts. */
export async function smallWorlds(map: RealmMap = smallRealm): Promise<SimulationFactory & { problems: string[] }> {
  const problems: string[] = [];
  const rapier = await loadRapier();
  const factory = worldFactory({
    map,
    seed: "00112233445566778899aabbccddeeff",
    bodies: physicsBodies(rapier, () => fixedPieces(map)),
    scripts: createScriptRunner(loadQuickJs()),
    problem: (line) => problems.push(line),
  });
  return { ...factory, problems };
}

/** A world whose people type, and what each of them learns. */
export class Story {
  readonly world: Simulation;
  /** Lines by member: replies and events, oldest first. */
  readonly heard = new Map<number, string[]>();

  constructor(world: Simulation) {
    this.world = world;
  }

  enter(subject: string, name: string): number {
    this.step([{ type: "wake", subject, name }]);
    const member = this.world.memberOf(subject);
    if (member === null) throw new Error("nobody entered");
    return member;
  }

  /** A command, and what its author reads of it at once. */
  type(member: number, line: string): string[] {
    const from = this.heard.get(member)?.length ?? 0;
    this.step([{ type: "command", member, line }]);
    return (this.heard.get(member) ?? []).slice(from);
  }

  /** Everything that a member has heard since the last call. */
  take(member: number): string[] {
    return this.heard.get(member)?.splice(0) ?? [];
  }

  step(inputs: readonly WorldInput[] = []): TickOutcome {
    const outcome = this.world.step(inputs);
    for (const { member, lines } of outcome.replies) this.#hear(member, lines);
    for (let member = 0; this.world.viewer(member) || member < this.heard.size; member++) {
      const viewer = this.world.viewer(member);
      if (!viewer) continue;
      this.#hear(
        member,
        outcome.events.filter((event) => isWitness(event, viewer)).map((event) => prose(event, viewer)),
      );
    }
    return outcome;
  }

  /** Ticks until something holds; throws after ten seconds. */
  until(holds: () => boolean): number {
    for (let ticks = 0; ticks < 200; ticks++) {
      if (holds()) return ticks;
      this.step();
    }
    throw new Error("it never came to that");
  }

  areaOf(member: number): string | undefined {
    return this.world.viewer(member)?.area;
  }

  #hear(member: number, lines: readonly string[]): void {
    const heard = this.heard.get(member) ?? [];
    heard.push(...lines);
    this.heard.set(member, heard);
  }
}
