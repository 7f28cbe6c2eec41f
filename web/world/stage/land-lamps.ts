import type { SceneryArea } from "../../../core/world/scenery.ts";
import { colourOf, type Look, looks } from "./colours.ts";
import { type Draft, plainTraits } from "./draft.ts";
import { draftTurned, straight } from "./draft-shapes.ts";
import type { Lamp } from "./lamplight.ts";

const pane: Look = { ...looks.bone, colour: colourOf("#ffe2ac"), other: colourOf("#ffd694") };

/** What a light hangs or stands in, where it is called a lamp, a lantern or a candle. */
export function draftLamps(draft: Draft, area: SceneryArea, ids: readonly { lamp: Lamp; id: string }[]): void {
  for (const { lamp, id } of ids) {
    const [x, y, z] = lamp.at;
    draft.now = { ...plainTraits, baseM: y, floorM: area.box.min[1], indoors: Number(area.indoors) };
    if (/candle/.test(id)) draftTurned(draft, [x, y - 0.3, z], 0.045, 0.24, pane, { sides: 6, rings: straight });
    if (!/lamp|lantern/.test(id) || /flame/.test(id)) continue;
    const six = { sides: 6, rings: straight };
    draftTurned(draft, [x, y - 0.2, z], 0.13, 0.05, looks.iron, six);
    draftTurned(draft, [x, y - 0.15, z], 0.1, 0.26, pane, six);
    draftTurned(draft, [x, y + 0.11, z], 0.16, 0.12, looks.iron, {
      sides: 6,
      rings: [
        [0, 1],
        [1, 0.2],
      ],
    });
  }
}
