import { buildGeometry, type Piece } from "./geometry.ts";
import type { Scenery } from "./scenery.ts";

/** All of a realm that never moves: what is built, and the props that are fixed. */
export function fixedPieces(map: Pick<Scenery, "areas" | "doors" | "props">): Piece[] {
  const props = map.props.filter(({ fixed }) => fixed);
  return [
    ...buildGeometry(map),
    ...props.map(({ area, shape, at, material }): Piece => ({ area, kind: "solid", shape, at, material })),
  ];
}
