// Built from realms/ by scripts/build-realms.ts; change it there.
// biome-ignore-all format: one entry a line keeps changes readable
import type { RealmMap } from "../../world/realm-map.ts";
import { goldenDragon } from "./golden-dragon.ts";
import { whisperwood } from "./whisperwood.ts";

/** The realms that come with Skerry. */
export const builtRealms: readonly RealmMap[] = [goldenDragon, whisperwood];
