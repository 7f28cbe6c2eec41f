import { Announcer } from "../shared/announcer.tsx";
import { FindRealm } from "./find-realm.tsx";
import { NoRealm } from "./no-realm.tsx";
import { realmInPath } from "./realm-path.ts";

/** The page behind `/world/REALM`. */
export function WorldPage() {
  const realm = realmInPath(location.pathname);
  return (
    <>
      <Announcer />
      {realm === null ? <NoRealm /> : <FindRealm realm={realm} />}
    </>
  );
}
