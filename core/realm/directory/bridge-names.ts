/**
 * How a directory names what lies beyond a bridge. The directory there is one realm here, `attic.*`, and its realms are
 * that realm's shards; people, scripts and lists know them as `attic.golden-dragon`. No realm of one's own has a dot.
 */

/** What a node calls the installation to which it has an uplink; no node is called so. */
export const UPPER_END = "edge";

/** The realm as which a directory keeps the one of a node. */
export function bridgeTo(node: string): string {
  return `${node}.*`;
}

/** The node beyond a bridge; `null` for a realm that is none. */
export function nodeBeyond(realm: string): string | null {
  return realm.endsWith(".*") ? realm.slice(0, -2) : null;
}

/** A realm of a node, as it is called here. */
export function farName(node: string, realm: string): string {
  return `${node}.${realm}`;
}

/** Where an event comes from, as its listeners are told. */
export function originOf({ realm, shard }: { realm: string; shard: string }): string {
  const node = nodeBeyond(realm);
  return node === null ? realm : farName(node, shard);
}

/** Whether an event has crossed as many bridges as it may: its origin's name says each of them. */
export function isFarTravelled(event: { realm: string; shard: string }): boolean {
  return originOf(event).split(".").length > 2;
}
