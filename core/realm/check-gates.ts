import type { RealmMap } from "../world/realm-map.ts";
import type { Fault } from "./problem.ts";

/** Whether the gates of a realm lead to areas of these realms. A gate that only leads one way is allowed. */
export function checkGates(map: RealmMap, realms: readonly RealmMap[]): Fault[] {
  return map.areas.flatMap((area, a) =>
    area.exits.flatMap(({ to }, i): Fault[] => {
      const [realm = "", id] = to.split(":");
      if (id === undefined) return [];
      const path = ["areas", a, "exits", i, "to"];
      if (realm === map.realm) return [{ code: "REALM_BAD_EXIT", path, message: `is in this realm: write "${id}"` }];
      const other = realms.find((one) => one.realm === realm);
      if (!other) return [{ code: "REALM_NO_GATE", path, message: `there is no realm "${realm}"` }];
      if (other.areas.some((one) => one.id === id)) return [];
      return [{ code: "REALM_BAD_EXIT", path, message: `there is no area "${id}" in "${realm}"` }];
    }),
  );
}
