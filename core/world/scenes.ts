import { indexOf } from "../ecs/entity.ts";
import type { SceneView, ThingView } from "../protocol/world-frames.ts";
import { AreaContents, entityOf, isOpen, isSitting, type Mark, markOf } from "./area-contents.ts";
import type { Simulated } from "./simulated.ts";

/** What all in one area see alike. */
export interface Place {
  /** Which area it is. */
  readonly area: number;
  /** All of it as JSON: the same text means that it looks the same. */
  readonly text: string;
  /** Who and what is there, in the order of the text. */
  readonly marks: readonly Mark[];
  /** Where the text of each of them begins, and behind the last where the list ends. */
  readonly starts: readonly number[];
}

/** How somebody is themselves: what they alone see of it. */
export interface Self {
  readonly entity: number;
  readonly isSitting: boolean;
  /** What they carry, as JSON. */
  readonly carries: string;
}

/** Steps of the clock that a scene shows: nobody reads one here, and every change is sent to everybody. */
const CLOCK_MINUTES = 30;

/** What people see of where they are, in words. What is the same for all in a place is made once, when it has changed. */
export class Scenes {
  readonly #world: Simulated;
  readonly #contents: AreaContents;
  readonly #held;
  /** The doors by what their map calls them: none ever comes or goes. */
  readonly #doors: ReadonlyMap<string, number>;
  #tick = -1;
  readonly #places = new Map<number, { version: number; minute: number; place: Place }>();
  readonly #selves = new Map<number, Self>();
  /** Things as JSON, by their marks: what an entity is called it is called for good. */
  readonly #texts = new Map<Mark, string>();
  /** What each person carries, as JSON. */
  readonly #carried = new Map<number, string>();

  /** @param world with all that its map has in it */
  constructor(world: Simulated) {
    this.#world = world;
    this.#contents = new AreaContents(world.parts);
    this.#held = world.parts.store.query("thing", "held");
    this.#doors = new Map(world.all("door").map((door) => [world.planOf(door).id, door]));
  }

  /** What a member sees, as it is sent. */
  scene(member: number | null): SceneView {
    return JSON.parse(this.text(member));
  }

  /** The same as JSON. */
  text(member: number | null): string {
    const self = this.self(member);
    const { name = "" } = (member === null ? undefined : this.#world.parts.facts.members[member]) ?? {};
    const you =
      self &&
      `{"entity":${self.entity},"name":${JSON.stringify(name)},"sitting":${self.isSitting},"carries":${self.carries}}`;
    const { text, marks, starts } = this.place(member);
    const [from, to] = spanOf(self?.entity ?? null, marks, starts);
    // Parts of a text that lies there whole: nothing is copied before all of it is.
    return `${text.slice(0, from)}${text.slice(to, -1)},"you":${you}}`;
  }

  /** Where a member is; the spawn for who is not in yet. The very same object as long as nothing has changed there. */
  place(member: number | null): Place {
    this.#refresh();
    const { places, facts } = this.#world.parts;
    const entity = this.#entityOf(member);
    const area = entity === null ? places.indexOf(places.map.spawn.area) : this.#world.areaIndexOf(entity);
    const minute = facts.minute - (facts.minute % CLOCK_MINUTES);
    const { version } = this.#contents.of(area);
    const known = this.#places.get(area);
    if (known?.version === version && known.minute === minute) return known.place;
    const place = this.#look(area, minute);
    this.#places.set(area, { version, minute, place });
    return place;
  }

  /** How a member is; `null` for who is not in. The very same object as long as it is asked for and nothing changed. */
  self(member: number | null): Self | null {
    this.#refresh();
    const entity = this.#entityOf(member);
    if (entity === null) return null;
    const sits = this.#world.isSitting(entity);
    const carries = this.#carried.get(entity) ?? "[]";
    const known = this.#selves.get(entity);
    if (known?.isSitting === sits && known.carries === carries) return known;
    const self = { entity, isSitting: sits, carries };
    this.#selves.set(entity, self);
    return self;
  }

  #entityOf(member: number | null): number | null {
    const who = member === null ? undefined : this.#world.parts.facts.members[member];
    return who?.isAwake ? who.entity : null;
  }

  #refresh(): void {
    const { facts, store } = this.#world.parts;
    if (facts.tick === this.#tick) return;
    this.#tick = facts.tick;
    this.#contents.look();
    this.#carried.clear();
    store.each(this.#held, (index) => {
      const by = store.columns.held.by[index] ?? 0;
      const others = this.#carried.get(by)?.slice(1, -1);
      const own = this.#textOf(markOf(this.#world.parts, index));
      this.#carried.set(by, others === undefined ? `[${own}]` : `[${others},${own}]`);
    });
  }

  #look(at: number, minute: number): Place {
    const { places } = this.#world.parts;
    const { id, title, description, exits } = places.area(at);
    const head = {
      realm: places.map.title,
      area: id,
      title,
      description,
      minute,
      exits: exits.map((exit) => this.#exit(exit.direction, exit.to, exit.door)),
    };
    let text = `${JSON.stringify(head).slice(0, -1)},"things":[`;
    const marks = [...this.#contents.of(at).marks];
    const starts = marks.map((mark, i) => {
      text += i === 0 ? "" : ",";
      const start = text.length;
      text += this.#textOf(mark);
      return start;
    });
    starts.push(text.length);
    return { area: at, text: `${text}]}`, marks, starts };
  }

  #exit(direction: string, to: string, door: string | undefined): SceneView["exits"][number] {
    const { places } = this.#world.parts;
    const title = places.has(to) ? places.area(places.indexOf(to)).title : (to.split(":")[0] ?? "");
    const entity = door === undefined ? undefined : this.#doors.get(door);
    if (entity === undefined) return { direction, title };
    const open = this.#world.parts.store.columns.door.open[indexOf(entity)] === 1;
    return { direction, title, door: { name: this.#world.planOf(entity).title, open } };
  }

  #textOf(mark: Mark): string {
    const known = this.#texts.get(mark);
    if (known !== undefined) return known;
    const text = JSON.stringify(this.#view(mark));
    this.#texts.set(mark, text);
    return text;
  }

  #view(mark: Mark): ThingView {
    const { entity, kind, name } = this.#world.thing(entityOf(mark));
    return {
      entity,
      kind,
      name,
      ...(kind === "door" ? { state: isOpen(mark) ? ("open" as const) : ("closed" as const) } : {}),
      ...(isSitting(mark) ? { sitting: true as const } : {}),
    };
  }
}

/** From where to where a place's text tells of one of those in it: nobody sees themselves among the others. */
function spanOf(entity: number | null, marks: readonly Mark[], starts: readonly number[]): [from: number, to: number] {
  const at = entity === null ? -1 : marks.findIndex((mark) => entityOf(mark) === entity);
  if (at < 0) return [0, 0];
  const isLast = at === marks.length - 1;
  // With the comma behind it, or that before it.
  return [(starts[at] ?? 0) - (isLast && at > 0 ? 1 : 0), starts[at + 1] ?? 0];
}
