import type { Owner } from "./change.ts";
import type { Directory } from "./directory.ts";
import { type Refusal, refuse } from "./problem.ts";
import type { RealmRecord, ShardRecord } from "./record.ts";

/**
 * The shard of whoever speaks, if the epoch is the shard's own: `REALM_UNKNOWN`, `SHARD_UNKNOWN`, `STALE_OWNER`.
 * A greater epoch than was given out is as wrong as an older one.
 */
export function ownerOf(
  directory: Directory,
  { realm: name, shard: id, epoch }: Owner,
): { ok: true; realm: RealmRecord; shard: ShardRecord } | Refusal {
  const realm = directory.realms.get(name);
  if (!realm) return refuse("REALM_UNKNOWN");
  const shard = realm.shards.get(id);
  if (!shard) return refuse("SHARD_UNKNOWN");
  return shard.epoch === epoch ? { ok: true, realm, shard } : refuse("STALE_OWNER", { shard: id, epoch: shard.epoch });
}
