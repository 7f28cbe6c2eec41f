import { indexOf } from "../ecs/entity.ts";
import type { SceneView, ThingView } from "../protocol/world-frames.ts";
import type { Simulated } from "./simulated.ts";
import type { Thing } from "./things.ts";

/** What makes a scene, as two texts: the same texts mean the same scene. */
export interface SceneStamp {
  /** Which area it is. */
  place: number;
  area: string;
  you: string;
}

/** What all in one place see alike. */
interface Place {
  at: number;
  text: string;
  scene: Omit<SceneView, "you">;
}

/** What people see of where they are, in words. What is the same for all in a place is made once a tick. */
export class Scenes {
  readonly #world: Simulated;
  #tick = -1;
  readonly #places = new Map<number, Place>();
  /** The text of each place when it last changed: as the very same text, comparing it costs nothing. */
  readonly #texts = new Map<number, string>();
  #carried = new Map<number, ThingView[]>();
  /** What each person carries, as text. */
  readonly #carriedTexts = new Map<number, string>();

  constructor(world: Simulated) {
    this.#world = world;
  }

  /** What a member sees; the spawn for who is not in yet. */
  scene(member: number | null): SceneView {
    const you = this.#you(member);
    const { scene } = this.#placeOf(you?.entity ?? null);
    return { ...scene, you, things: you ? scene.things.filter(({ entity }) => entity !== you.entity) : scene.things };
  }

  stamp(member: number | null): SceneStamp {
    const entity = this.#entityOf(member);
    const { at, text } = this.#placeOf(entity);
    return { place: at, area: text, you: entity === null ? "" : this.#stampOf(entity) };
  }

  /** Most carry nothing: that is quickly told, for all, in every tick. A name is its entity's for good. */
  #stampOf(entity: number): string {
    const sitting = this.#world.isSitting(entity) ? "sits" : "";
    return `${entity} ${sitting} ${this.#carriedText(entity)}`;
  }

  #carriedText(entity: number): string {
    const carried = this.#carriedBy(entity);
    if (carried.length === 0) return "";
    const known = this.#carriedTexts.get(entity);
    if (known !== undefined) return known;
    const text = JSON.stringify(carried);
    this.#carriedTexts.set(entity, text);
    return text;
  }

  #entityOf(member: number | null): number | null {
    const who = member === null ? undefined : this.#world.parts.facts.members[member];
    return who?.isAwake ? who.entity : null;
  }

  #you(member: number | null): SceneView["you"] {
    const entity = this.#entityOf(member);
    if (entity === null || member === null) return null;
    const { name = "" } = this.#world.parts.facts.members[member] ?? {};
    return { entity, name, sitting: this.#world.isSitting(entity), carries: this.#carriedBy(entity) };
  }

  #placeOf(self: number | null): Place {
    this.#refresh();
    const { map } = this.#world.parts.places;
    const at = self === null ? this.#world.parts.places.indexOf(map.spawn.area) : this.#world.areaIndexOf(self);
    const known = this.#places.get(at);
    if (known) return known;
    const scene = this.#look(at);
    const [text, before] = [JSON.stringify(scene), this.#texts.get(at)];
    const place = { at, scene, text: before === text ? before : text };
    this.#texts.set(at, place.text);
    this.#places.set(at, place);
    return place;
  }

  #refresh(): void {
    const { tick } = this.#world.parts.facts;
    if (tick === this.#tick) return;
    this.#tick = tick;
    this.#places.clear();
    this.#carried = new Map();
    this.#carriedTexts.clear();
    const { store } = this.#world.parts;
    for (const item of this.#world.all("item")) {
      if (!store.has(item, "held")) continue;
      const by = store.columns.held.by[indexOf(item)] ?? 0;
      this.#carried.set(by, [...(this.#carried.get(by) ?? []), this.#view(this.#world.thing(item))]);
    }
  }

  #carriedBy(self: number): ThingView[] {
    this.#refresh();
    return this.#carried.get(self) ?? [];
  }

  #look(at: number): Omit<SceneView, "you"> {
    const { facts, places } = this.#world.parts;
    const area = places.area(at);
    return {
      realm: places.map.title,
      area: area.id,
      title: area.title,
      description: area.description,
      // By halves of an hour: nobody reads a clock here, and every change is sent to everybody.
      minute: facts.minute - (facts.minute % 30),
      exits: area.exits.map((exit) => this.#exit(exit.direction, exit.to, exit.door)),
      things: this.#world.inArea(at).map((thing) => this.#view(thing)),
    };
  }

  #exit(direction: string, to: string, door: string | undefined): SceneView["exits"][number] {
    const { places } = this.#world.parts;
    const title = places.has(to) ? places.area(places.indexOf(to)).title : (to.split(":")[0] ?? "");
    const entity = this.#world.all("door").find((one) => this.#world.planOf(one).id === door);
    if (door === undefined || entity === undefined) return { direction, title };
    return {
      direction,
      title,
      door: { name: this.#world.planOf(entity).title, open: this.#world.doorState(entity).open },
    };
  }

  #view({ entity, kind, name }: Thing): ThingView {
    return {
      entity,
      kind,
      name,
      ...(kind === "door"
        ? { state: this.#world.doorState(entity).open ? ("open" as const) : ("closed" as const) }
        : {}),
      ...(this.#world.isSitting(entity) ? { sitting: true as const } : {}),
    };
  }
}
