import type { QuizResults } from "../../core/protocol/index.ts";
import { fail, ok, type Result } from "../../core/protocol/index.ts";
import { resultsCsv } from "../../core/quiz/results-csv.ts";
import { answer, refuse } from "../answers.ts";
import type { Api, ApiContext, ApiParts } from "../context.ts";
import { resource } from "../resource.ts";
import { hostedRoom } from "./rooms.ts";

/** A game's results, for its host. */
export function resultRoutes(api: Api, parts: ApiParts): void {
  resource(api, "/api/v1/rooms/:code/results", {
    GET: async (c) => {
      const results = await hostedResults(c, parts);
      return results.ok ? answer(c, results.value) : refuse(c, results.error);
    },
  });
  resource(api, "/api/v1/rooms/:code/results.csv", {
    GET: async (c) => {
      const results = await hostedResults(c, parts);
      return results.ok ? csv(c, results.value) : refuse(c, results.error);
    },
  });
}

async function hostedResults(c: ApiContext, parts: ApiParts): Promise<Result<QuizResults>> {
  const room = await hostedRoom(c, parts);
  if (!room.ok) return room;
  const results = await parts.ports.rooms.results(room.value);
  return results ? ok(results) : fail("ROOM_NOT_FOUND");
}

function csv(c: ApiContext, results: QuizResults): Response {
  return c.body(resultsCsv(results), 200, {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": `attachment; filename="skerry-${results.code}.csv"`,
    "cache-control": "no-store",
  });
}
