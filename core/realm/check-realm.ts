import type { RealmMap } from "../world/realm-map.ts";
import { checkDoors } from "./check-doors.ts";
import { checkExits } from "./check-exits.ts";
import { checkNames } from "./check-names.ts";
import { checkNews } from "./check-news.ts";
import { checkPlaces } from "./check-places.ts";
import { checkReferences } from "./check-references.ts";
import { checkWays } from "./check-ways.ts";
import type { Fault } from "./problem.ts";

/** Whether the parts of a realm fit together. Every check takes whatever the schema let through. */
export function checkRealm(map: RealmMap): Fault[] {
  return [checkNames, checkReferences, checkNews, checkPlaces, checkExits, checkDoors, checkWays].flatMap((check) =>
    check(map),
  );
}
