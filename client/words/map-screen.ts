import type { SceneView } from "../../core/protocol/world-frames.ts";
import type { Terminal } from "../../core/telnet/terminal.ts";
import { drawMap, MAP_ROWS } from "../../core/telnet/text/draw-map.ts";
import { type Paragraph, paragraph, span } from "../../core/telnet/text/paragraph.ts";
import { inOrder } from "./place-screen.ts";
import type { SeenPlaces } from "./seen-places.ts";
import { count, sentence } from "./wording.ts";

/** In front of each line of a map. */
const MARGIN = "  ";
/** Of the window, what is left for the text around a map. */
const OTHER_ROWS = 8;

/**
 * What somebody has seen around them: drawn, or, where somebody listens, the ways in sentences.
 * @param isWhole with what the signs mean
 */
export function mapScreen(scene: SceneView, seen: SeenPlaces, terminal: Terminal, isWhole: boolean): Paragraph[] {
  if (terminal.screenReader) return isWhole ? aloud(scene, seen) : [];
  const rows = Math.min(MAP_ROWS, terminal.rows - OTHER_ROWS);
  const drawn = drawMap(seen.mapAreas(), terminal.columns - 2 * MARGIN.length, Math.max(3, rows), terminal.utf8);
  const lines = drawn.map((line) => ({ ...line, spans: [span(MARGIN), ...line.spans] }));
  if (!isWhole) return lines;
  const key = "@ you, + closed door, ' open door, ^ up, v down, a dot: not seen yet.";
  return [...lines, paragraph(span(key, "dim"))];
}

function aloud({ area, title, exits }: SceneView, seen: SeenPlaces): Paragraph[] {
  const ways = inOrder(exits).map(({ direction, title: to, door }) => {
    const parts = [to, ...(door ? [door.name, door.open ? "open" : "closed"] : [])];
    if (seen.behind(area, direction) === null) parts.push("you have not been there");
    return paragraph(`${sentence(direction)}: ${parts.join(", ")}.`);
  });
  return [
    paragraph(`You are at ${title}. You have seen ${count(seen.size, "place")} of this world.`),
    ...(ways.length === 0 ? [paragraph("There is no way out.")] : ways),
  ];
}
