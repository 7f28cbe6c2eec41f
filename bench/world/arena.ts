import type { Bodies, BodiesFactory } from "../../core/world/bodies.ts";
import type { Point, Prop, RealmMap } from "../../core/world/realm-map.ts";

/** A walled field under the open sky, with so many things on it that can be pushed. */
export function arena(props: number, sideM: number, spawn: Point): RealmMap {
  const half = sideM / 2;
  const inRow = Math.ceil(Math.sqrt(props));
  const things = Array.from({ length: props }, (_, i): Prop => {
    const place = (at: number) => ((at + 0.5) / inRow) * (sideM - 4) - half + 2;
    return {
      id: `thing-${i}`,
      title: "thing",
      description: "",
      area: "field",
      at: [place(i % inRow), 0, place(Math.floor(i / inRow))],
      shape: i % 2 === 0 ? { type: "box", size: [0.6, 0.6, 0.6] } : { type: "ball", radius: 0.3 },
      material: "oak",
      massKg: 10,
      fixed: false,
      seat: false,
    };
  });
  return {
    realm: "arena",
    title: "Arena",
    summary: "",
    spawn: { area: "field", at: spawn },
    areas: [
      {
        id: "field",
        title: "Field",
        description: "",
        box: { min: [-half, 0, -half], max: [half, 10, half] },
        indoors: false,
        ground: "grass",
        walls: "stone",
        solids: [],
        exits: [],
      },
    ],
    doors: [],
    props: things,
    items: [],
    npcs: [],
    lights: [],
    scripts: [],
  };
}

/** Newton seconds at most, for things of 10 kg. */
const BLOW = 40;
/** Each thing gets a blow about this often, before it comes to rest. */
const BLOW_EVERY_TICKS = 20;

/** Bodies that are never left alone: every prop is pushed about all the time, so that all are awake. */
export function restless(factory: BodiesFactory, random: () => number): BodiesFactory & { readonly awake: number } {
  const props: number[] = [];
  let tick = 0;
  let made: Bodies | null = null;
  return {
    version: factory.version,
    get awake() {
      return props.filter((handle) => made?.asleep(handle) === false).length;
    },
    create() {
      const bodies = factory.create();
      made = bodies;
      const [addProp, step] = [bodies.addProp.bind(bodies), bodies.step.bind(bodies)];
      bodies.addProp = (...args) => {
        const handle = addProp(...args);
        props.push(handle);
        return handle;
      };
      bodies.step = () => {
        tick += 1;
        for (let i = tick % BLOW_EVERY_TICKS; i < props.length; i += BLOW_EVERY_TICKS) {
          const blow = () => (random() * 2 - 1) * BLOW;
          bodies.push(props[i] ?? 0, [blow(), random() * BLOW, blow()]);
        }
        return step();
      };
      return bodies;
    },
    restore: () => {
      throw new Error("a bench world is not restored");
    },
  };
}
