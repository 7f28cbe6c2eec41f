import { buildGeometry, type Piece } from "./geometry.ts";
import type { RealmMap } from "./realm-map.ts";

/** All of a realm that never moves: what is built, and the props that are fixed. */
export function fixedPieces(map: RealmMap): Piece[] {
  const props = map.props.filter(({ fixed }) => fixed);
  return [
    ...buildGeometry(map),
    ...props.map(({ area, shape, at, material }): Piece => ({ area, kind: "solid", shape, at, material })),
  ];
}
