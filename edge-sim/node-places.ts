import { join } from "node:path";
import type { Tokens } from "../api/ports.ts";
import type { Places } from "../client/words/words-ports.ts";
import type { EdgeConfig } from "./config.ts";
import { reportUnreadable } from "./file-opener.ts";
import { FileSql } from "./file-sql.ts";
import { type OpenPlace, ownPlaces } from "./places.ts";
import type { QuizRooms } from "./quiz-rooms.ts";
import type { Surroundings } from "./socket-process.ts";
import { uplinkPlaces } from "./uplink/uplink-places.ts";
import { uplinkRealms } from "./uplink/uplink-realms.ts";
import { uplinkTokens } from "./uplink/uplink-tokens.ts";
import { wordsPlaces } from "./words-places.ts";
import type { WorldShards } from "./world-shards.ts";

/** Where those who come by telnet and UDP can go. */
export interface NodePlaces {
  open: OpenPlace;
  inWords: Places;
  close(): void;
}

interface Parts {
  rooms: QuizRooms;
  worlds: WorldShards;
  tokens: Tokens;
  around: Surroundings;
}

/** The rooms of this node, and its worlds; with an uplink, the worlds of the server above instead. */
export function openNodePlaces(
  { dataFolder, uplink = null }: EdgeConfig,
  { rooms, worlds, tokens, around }: Parts,
): NodePlaces {
  const own = ownPlaces({ rooms, worlds }, around.report);
  // Those of other nodes are listed here, but cannot be entered here.
  const ownRealms = async () => (await worlds.list()).filter(({ node }) => node === undefined);
  const hasRoom = async (code: string) => (await rooms.summary(code)) !== null;
  if (uplink === null) {
    return { open: own, inWords: wordsPlaces(own, ownRealms, hasRoom), close: () => undefined };
  }
  const sql = new FileSql(join(dataFolder, "uplink.sqlite"));
  reportUnreadable(sql, around.report);
  const above = uplinkPlaces(uplink, uplinkTokens(uplink, sql, tokens));
  const open: OpenPlace = (place, ends) => (place.kind === "room" ? own : above)(place, ends);
  const realms = uplinkRealms(uplink, ownRealms, around.clock);
  return { open, inWords: wordsPlaces(open, realms, hasRoom), close: () => sql.close() };
}
