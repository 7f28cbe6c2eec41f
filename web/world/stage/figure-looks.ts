import type { Scenery } from "../../../core/world/scenery.ts";
import { chance, colourOf, looks, mixed } from "./colours.ts";
import { hairs, skins, trousers } from "./figure-shader.ts";
import { HEADGEAR_KINDS } from "./figure-shapes.ts";
import type { FigurePose } from "./figures.ts";

/** What somebody looks like, always the same for the same entity. */
export interface FigureLook {
  body: "person" | "beast" | "bird";
  heightM: number;
  look: FigurePose["look"];
  cloth: FigurePose["cloth"];
}

const PLAYER_HEIGHT_M = 1.75;

const cloths = [
  "#b5483f",
  "#3f6ea8",
  "#5b8f4e",
  "#c98a34",
  "#7a5a9c",
  "#2f8a88",
  "#a84f78",
  "#8a6f4a",
  "#d2b04c",
  "#56708a",
].map(colourOf);
/** Bodies by what NPCs are called; what is small and has no such name is a beast as well. */
const beasts =
  /\b(?:fox|cat|dog|deer|hound|horse|pony|wolf|hare|rabbit|badger|goat|sheep|cow|pig|stag|doe|boar|rat|mouse)\b/i;
const birds = /\b(?:owl|heron|hen|raven|crow|goose|duck|cock|bird|robin|rook|magpie|swan)\b/i;
/** Animals are paler than what their colour is named after. */
const FUR = 1.7;
const SMALL_M = 0.9;

const pick = (count: number, entity: number, kind: number) =>
  Math.min(count - 1, Math.floor(chance(entity, 1, 7, kind) * count));

function faceOf(entity: number, headgear = pick(HEADGEAR_KINDS, entity, 4)): FigurePose["look"] {
  return [pick(skins.length, entity, 1), pick(hairs.length, entity, 2), pick(trousers.length, entity, 3), headgear];
}

/** What a player looks like. */
export function playerLook(entity: number): FigureLook {
  const cloth = cloths[pick(cloths.length, entity, 5)] ?? looks.oak.colour;
  const heightM = PLAYER_HEIGHT_M * (0.95 + 0.1 * chance(entity, 2, 3, 6));
  return { body: "person", heightM, look: faceOf(entity), cloth };
}

/** What an NPC looks like: by what it is called, by its clothes and its height. */
export function npcLook({ id, title, material, heightM }: Scenery["npcs"][number], entity: number): FigureLook {
  const name = `${id} ${title}`.replaceAll("-", " ");
  const body = birds.test(name) ? "bird" : beasts.test(name) || heightM < SMALL_M ? "beast" : "person";
  const { colour, other } = looks[material];
  const pale = body === "person" ? 1 : FUR;
  const [red, green, blue] = mixed(colour, other, 0.5);
  const cloth = [red * pale, green * pale, blue * pale] as const;
  return { body, heightM, look: faceOf(entity), cloth };
}
