import { endingOf } from "../../words/ending.ts";
import type { WorldState } from "../../world-client.ts";
import type { LineState } from "./status-line.ts";

/** Whoever is there says something every second, over UDP. */
const SILENT_MS = 2_500;

/** How it stands with a stay. `silentMs`: since when nothing has come at all; `null`: that says nothing on this way. */
export function lineState({ connection, isAway, refusal }: WorldState, silentMs: number | null): LineState {
  switch (connection.state) {
    case "connecting":
      return { is: "connecting", words: "" };
    case "reconnecting":
      return {
        is: "reconnecting",
        words: connection.failure?.message ?? "The connection was lost; it is tried again.",
      };
    case "ended":
      return { is: "ended", words: endingOf(connection, "world") ?? "" };
    case "live":
      if (refusal) return { is: "away", words: `not let in again: ${refusal.message}` };
      if (isAway) return { is: "away", words: "asleep, or gone to another realm" };
      if (silentMs === null || silentMs < SILENT_MS) return { is: "live", words: "" };
      return { is: "silent", words: `nothing heard for ${Math.floor(silentMs / 1_000)} s` };
  }
}
