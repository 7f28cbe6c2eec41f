import type { Shape } from "../../../core/world/realm-map.ts";
import type { Scenery } from "../../../core/world/scenery.ts";
import type { MovingActor, MovingMoment } from "../../motion/moving-moment.ts";
import { isOnStorey } from "./draw-land.ts";
import { footprint, type PlanCell, panelCells } from "./footprint.ts";
import { arrows, type Glyph, glyphs, panels, propGlyph, shown } from "./glyphs.ts";
import type { Letters } from "./letters.ts";
import { columnOf, type PlanWindow, rowOf } from "./plan-window.ts";
import type { Sheet } from "./sheet.ts";

/** All that moves, and whose eyes see it. */
export interface Cast {
  moment: MovingMoment;
  self: number | null;
  /** What a person is called; `null`: unknown. */
  nameOf(entity: number): string | null;
}

/** Somebody on the plan, for the legend. */
export interface Figure {
  letter: string;
  name: string;
  isPerson: boolean;
  sitting: boolean;
  /** How far away; `null` where oneself is not seen. */
  metres: number | null;
}

/** What things are drawn with. */
export interface Drawing {
  sheet: Sheet;
  window: PlanWindow;
  scenery: Scenery;
  /** Height of the floor of the storey that is drawn. */
  floorM: number;
  utf8: boolean;
}

/** Draws what moves, from the ground up: lights, things, doors, people and oneself. @returns whom there is to see, the nearest first */
export function drawThings(drawing: Drawing, cast: Cast, letters: Letters): Figure[] {
  const { moment, self } = cast;
  const actors = moment.actors.slice(0, moment.count).filter(({ y }) => isOnStorey(y, drawing.floorM));
  drawLights(drawing, moment.lit);
  for (const kind of ["prop", "item", "door"] as const)
    for (const actor of actors) if (actor.kind === kind) drawThing(drawing, actor);
  const own = actors.find(({ entity }) => entity === self);
  const others = actors.filter(({ kind, entity }) => (kind === "player" || kind === "npc") && entity !== self);
  letters.keep(new Set(others.map(({ entity }) => entity)));
  const figures = others.map((actor) => drawFigure(drawing, actor, { cast, letters, own }));
  if (own) drawSelf(drawing, own);
  return figures.sort((one, other) => (one.metres ?? 0) - (other.metres ?? 0));
}

function put({ sheet, window, utf8 }: Drawing, { column, row }: PlanCell, look: Glyph): void {
  sheet.put(column - window.left, row - window.top, shown(look, utf8), look.tone);
}

function cellOf({ window }: Drawing, { x, z }: { x: number; z: number }): PlanCell {
  return { column: columnOf(window, x), row: rowOf(window, z) };
}

function drawLights(drawing: Drawing, lit: ReadonlySet<number>): void {
  drawing.scenery.lights.forEach(({ at: [x, y, z] }, plan) => {
    // Of those out of sight nobody here knows whether they shine.
    if (lit.has(plan) && isOnStorey(y, drawing.floorM + 1)) put(drawing, cellOf(drawing, { x, z }), glyphs.lit);
  });
}

function drawThing(drawing: Drawing, actor: MovingActor): void {
  const { scenery, window } = drawing;
  if (actor.kind === "item") return put(drawing, cellOf(drawing, actor), glyphs.item);
  if (actor.kind === "door") return drawDoor(drawing, actor);
  const prop = scenery.props[actor.plan];
  if (!prop) return;
  const look = propGlyph(prop.material, isRound(prop.shape));
  for (const cell of footprint(window, prop.shape, actor)) put(drawing, cell, look);
}

function isRound({ type }: Shape): boolean {
  return type !== "box";
}

function drawDoor(drawing: Drawing, actor: MovingActor): void {
  const door = drawing.scenery.doors[actor.plan];
  if (!door) return;
  // The mark of a door whose pose is not known stands where it hangs; its panel may be elsewhere now.
  put(drawing, cellOf(drawing, { x: door.at[0], z: door.at[2] }), openGround);
  const { cells, runs } = panelCells(drawing.window, door.width, actor);
  for (const cell of cells) put(drawing, cell, panels[runs]);
}

const openGround: Glyph = { drawn: "·", ascii: ".", tone: "dim" };

function drawFigure(
  drawing: Drawing,
  actor: MovingActor,
  { cast, letters, own }: { cast: Cast; letters: Letters; own: MovingActor | undefined },
): Figure {
  const isPerson = actor.kind === "player";
  const name = isPerson ? cast.nameOf(actor.entity) : (drawing.scenery.npcs[actor.plan]?.title ?? null);
  const letter = name === null ? "?" : letters.letterOf(actor.entity, name, isPerson);
  put(drawing, cellOf(drawing, actor), { drawn: letter, ascii: letter, tone: isPerson ? "good" : "notice" });
  const metres = own ? Math.hypot(actor.x - own.x, actor.z - own.z) : null;
  return { letter, name: name ?? "somebody", isPerson, sitting: actor.sitting, metres };
}

function drawSelf(drawing: Drawing, own: MovingActor): void {
  const cell = cellOf(drawing, own);
  const eighth = ((Math.round((own.turn / (2 * Math.PI)) * 8) % 8) + 8) % 8;
  const arrow = arrows[eighth];
  if (arrow && !isFigure(drawing, cell, arrow))
    put(drawing, { column: cell.column + arrow.column, row: cell.row + arrow.row }, arrow.glyph);
  put(drawing, cell, glyphs.self);
}

/** An arrow must not hide whom one looks at. */
function isFigure({ sheet, window }: Drawing, at: PlanCell, step: { column: number; row: number }): boolean {
  const [column, row] = [at.column + step.column - window.left, at.row + step.row - window.top];
  return ["good", "notice"].includes(sheet.toneAt(column, row));
}
