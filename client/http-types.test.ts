import { expectTypeOf, it } from "vitest";
import type * as results from "../core/quiz/results.ts";
import type * as options from "../core/quiz/room-options.ts";
import type { QuizResults, RoomSummary, RoomWishes } from "./http-types.ts";

// `client/` may not import `core/quiz/`; this is where the compiler sees both.
it("types of the HTTP interface are those of the core", () => {
  expectTypeOf<results.QuizResults>().toEqualTypeOf<QuizResults>();
  expectTypeOf<options.RoomSummary>().toEqualTypeOf<Omit<RoomSummary, "joinUrl">>();
  expectTypeOf<options.RoomOptions>().toExtend<Required<RoomWishes>>();
  expectTypeOf<keyof RoomWishes>().toEqualTypeOf<keyof options.RoomOptions>();
});
