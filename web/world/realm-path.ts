/** Realm names: lower case, words joined by `-` (`core/realm/realm-schema.ts`). */
const REALM = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const REALM_MAX_CHARS = 64;

/** The realm in a path like `/world/golden-dragon`; `null` if what stands there cannot be the name of one. */
export function realmInPath(path: string): string | null {
  const realm = (path.split("/")[2] ?? "").toLowerCase();
  return isRealm(realm) ? realm : null;
}

/** The page of a realm. */
export function realmPath(realm: string): string {
  return `/world/${realm}`;
}

/** The realm behind a gate, if a reply to one's own command tells of one. What others said once begins with a time. */
export function realmBehindGate(line: string): string | null {
  const [, realm = ""] = /^(?!\d\d:\d\d ).*\bIt leads to another realm: ([a-z0-9-]+)\.$/.exec(line) ?? [];
  return isRealm(realm) ? realm : null;
}

function isRealm(text: string): boolean {
  return text.length <= REALM_MAX_CHARS && REALM.test(text);
}
