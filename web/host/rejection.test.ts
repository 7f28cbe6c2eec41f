import { describe, expect, expectTypeOf, it } from "vitest";
import { RequestError } from "../../client/request-error.ts";
import { failure } from "../../core/protocol/errors.ts";
import type { DropReason } from "../../core/quiz/check-question.ts";
import { type rejections, whyRejected } from "./rejection.ts";

describe("whyRejected", () => {
  it("has words for every reason of the check", () => {
    expectTypeOf<keyof typeof rejections>().toEqualTypeOf<DropReason>();
  });

  it("says what to change", () => {
    const error = new RequestError(failure("QUESTION_REJECTED", { reason: "options-alike" }));
    expect(whyRejected(error)).toBe("Two answers are the same.");
  });

  it.each([
    [new RequestError(failure("QUESTION_REJECTED", { reason: "new one" })), "This question cannot be used."],
    [new RequestError(failure("QUESTION_REJECTED")), "This question cannot be used."],
    [new RequestError(failure("WRONG_PHASE")), "This is not possible at this point of the game."],
    [new Error("x"), "x"],
  ])("falls back to the room's words", (error, words) => {
    expect(whyRejected(error)).toBe(words);
  });
});
