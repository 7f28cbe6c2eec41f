import { NO_ENTITY } from "../../ecs/entity.ts";
import { isWitness, type WorldEvent } from "../events.ts";
import type { Simulation, Viewer } from "../simulation.ts";
import { prose } from "../text/prose.ts";

/** What of a world decides what each of its members is told. */
export type People = Pick<Simulation, "viewer" | "hears">;

/**
 * What happened in a tick, as each of those who learn of it reads it. Bystanders in one area read the same, so it is put
 * into words once for all of them; those who are part of it, or do not hear everybody, have it told to themselves.
 */
export class Telling {
  readonly #events: readonly WorldEvent[];
  readonly #people: People;
  /** Everybody and everything that is named in what happened. */
  readonly #named: ReadonlySet<number>;
  /** What bystanders read, by their area. */
  readonly #byArea = new Map<string, string>();

  constructor(events: readonly WorldEvent[], people: People) {
    this.#events = events;
    this.#people = people;
    this.#named = new Set(events.flatMap(namedIn));
  }

  /** The list of what a member learns, as in an `events` frame; empty where they learn nothing. */
  textFor(member: number | null): string {
    const viewer = member === null ? null : this.#people.viewer(member);
    if (member === null || !viewer) return "";
    if (this.#named.has(viewer.entity) || !this.#events.every((event) => this.#isHeard(event, member)))
      return textOf(this.#events, viewer, (event) => this.#isHeard(event, member));
    const known = this.#byArea.get(viewer.area);
    if (known !== undefined) return known;
    const text = textOf(this.#events, { entity: NO_ENTITY, area: viewer.area }, () => true);
    this.#byArea.set(viewer.area, text);
    return text;
  }

  #isHeard(event: WorldEvent, member: number): boolean {
    return !("who" in event) || !event.who || this.#people.hears(member, event.who.entity);
  }
}

function textOf(events: readonly WorldEvent[], viewer: Viewer, isHeard: (event: WorldEvent) => boolean): string {
  const told = events
    .filter((event) => isWitness(event, viewer) && isHeard(event))
    .map((event) => ({ type: event.type, text: prose(event, viewer) }));
  return told.length === 0 ? "" : JSON.stringify(told);
}

function namedIn(event: WorldEvent): number[] {
  const parts: unknown[] = Object.values(event);
  return parts.flatMap((part) => (isActor(part) ? [part.entity] : []));
}

function isActor(part: unknown): part is { entity: number } {
  return typeof part === "object" && part !== null && "entity" in part && typeof part.entity === "number";
}
