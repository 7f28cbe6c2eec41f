import * as z from "zod/mini";
import { directions, materials } from "../world/realm-map.ts";
import { NEWS_KIND, NEWS_KIND_MAX_CHARS } from "../world/script-port.ts";
import * as limits from "./realm-limits.ts";

/**
 * The fields of a `realm.yaml`, each with its limits; whether they fit together is for `check-realm.ts`. Fields are
 * named as in `RealmMap`; where one may be left out, its default stands here.
 */

/** Invisible characters could forge lines in a terminal. */
const PLAIN = /^[^\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]*$/u;
const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const SCRIPT_NAME = /^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/;
/** An area, or `realm:area`. */
const DESTINATION = /^[a-z][a-z0-9-]*(?::[a-z][a-z0-9-]*)?$/;

const text = (maxChars: number) =>
  z.string().check(z.overwrite(oneParagraph), z.minLength(1), z.maxLength(maxChars), z.regex(PLAIN));
const named = (pattern: RegExp, maxChars = limits.NAME_MAX_CHARS) =>
  z.string().check(z.maxLength(maxChars), z.regex(pattern));
const between = (least: number, most: number) => z.number().check(z.gte(least), z.lte(most));
const listOf = <T extends z.core.$ZodType>(item: T, most: number) =>
  z._default(z.array(item).check(z.maxLength(most)), []);
const flag = () => z._default(z.boolean(), false);

/** Lines of a YAML text are one paragraph. */
function oneParagraph(value: string): string {
  return value.replace(/[ \t\r\n]+/g, " ").trim();
}

export const scriptName = named(SCRIPT_NAME);
export const name = named(NAME);
const title = text(limits.TITLE_MAX_CHARS);
const description = text(limits.DESCRIPTION_MAX_CHARS);
const line = text(limits.LINE_MAX_CHARS);
const coordinate = between(-limits.COORDINATE_MAX_M, limits.COORDINATE_MAX_M);
const point = z.tuple([coordinate, coordinate, coordinate]);
const material = z.enum(materials);
const side = between(limits.SHAPE_SIDE_MIN_M, limits.SHAPE_SIDE_MAX_M);
const half = between(limits.SHAPE_SIDE_MIN_M / 2, limits.SHAPE_SIDE_MAX_M / 2);
const opening = between(limits.OPENING_MIN_M, limits.OPENING_MAX_M);
/** Of what may have a script. */
const scripted = {
  script: z.exactOptional(scriptName),
  listens: z.exactOptional(
    z.array(named(NEWS_KIND, NEWS_KIND_MAX_CHARS)).check(z.minLength(1), z.maxLength(limits.LISTENS_PER_THING_MAX)),
  ),
};

const shape = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("box"), size: z.tuple([side, side, side]) }),
  z.strictObject({ type: z.literal("cylinder"), radius: half, height: side }),
  z.strictObject({ type: z.literal("ball"), radius: half }),
]);

const solid = z.strictObject({
  shape,
  at: point,
  material,
  title: z.exactOptional(title),
  description: z.exactOptional(description),
});

const exit = z.strictObject({
  direction: z.enum(directions),
  to: named(DESTINATION, 2 * limits.NAME_MAX_CHARS + 1),
  at: point,
  width: opening,
  door: z.exactOptional(name),
});

const area = z.strictObject({
  id: name,
  title,
  description,
  box: z.strictObject({ min: point, max: point }),
  indoors: flag(),
  ground: material,
  walls: z._default(z.nullable(material), null),
  solids: listOf(solid, limits.SOLIDS_PER_AREA_MAX),
  exits: listOf(exit, limits.EXITS_PER_AREA_MAX),
  ...scripted,
});

const door = z.strictObject({
  id: name,
  title,
  description,
  at: point,
  along: z.enum(["x", "z"]),
  width: opening,
  height: between(1.8, limits.OPENING_MAX_M),
  material,
  open: flag(),
  locked: flag(),
  key: z.exactOptional(name),
  ...scripted,
});

const thing = { id: name, title, description, area: name, at: point };
const massKg = (mostKg: number) => z.exactOptional(between(limits.THING_MASS_MIN_KG, mostKg));

const prop = z.strictObject({
  ...thing,
  shape,
  material,
  massKg: massKg(limits.PROP_MASS_MAX_KG),
  fixed: flag(),
  seat: flag(),
  ...scripted,
});

const item = z.strictObject({ ...thing, shape, material, massKg: massKg(limits.ITEM_MASS_MAX_KG), ...scripted });

const route = (least: number) => z.array(name).check(z.minLength(least), z.maxLength(limits.STOPS_MAX));
const stop = z.strictObject({
  minute: z.int().check(z.gte(0), z.lt(limits.MINUTES_PER_DAY)),
  area: name,
  saying: z.exactOptional(line),
});

const habit = z.discriminatedUnion("habit", [
  z.strictObject({ habit: z.literal("wander"), areas: route(1) }),
  z.strictObject({ habit: z.literal("patrol"), route: route(2) }),
  z.strictObject({
    habit: z.literal("greet"),
    lines: z.array(line).check(z.minLength(1), z.maxLength(limits.STOPS_MAX)),
  }),
  z.strictObject({ habit: z.literal("follow") }),
  z.strictObject({ habit: z.literal("flee"), withinM: between(0.5, 20) }),
  z.strictObject({
    habit: z.literal("schedule"),
    stops: z.array(stop).check(z.minLength(1), z.maxLength(limits.STOPS_MAX)),
  }),
]);

const npc = z.strictObject({
  ...thing,
  material,
  heightM: between(0.2, 3),
  habits: listOf(habit, limits.HABITS_PER_NPC_MAX),
  ...scripted,
});

const light = z.strictObject({
  id: name,
  area: name,
  at: point,
  colour: z.string().check(z.regex(/^#[0-9a-f]{6}$/)),
  reachM: between(0.5, limits.LIGHT_REACH_MAX_M),
  lit: z.enum(["always", "dark", "never"]),
});

export const realmFile = z.strictObject({
  realm: name,
  title,
  summary: line,
  spawn: z.strictObject({ area: name, at: point }),
  areas: z.array(area).check(z.minLength(1), z.maxLength(limits.AREAS_MAX)),
  doors: listOf(door, limits.DOORS_MAX),
  props: listOf(prop, limits.PROPS_MAX),
  items: listOf(item, limits.ITEMS_MAX),
  npcs: listOf(npc, limits.NPCS_MAX),
  lights: listOf(light, limits.LIGHTS_MAX),
});
export type RealmFile = z.infer<typeof realmFile>;
