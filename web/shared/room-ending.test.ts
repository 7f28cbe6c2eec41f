import { describe, expect, it } from "vitest";
import { type CloseReason, closeCodes, failure, mayReconnect } from "../../core/protocol/errors.ts";
import { endingOf } from "./room-ending.ts";

const ended = (reason: CloseReason, code?: Parameters<typeof failure>[0]) =>
  endingOf({ state: "ended", reason, failure: code ? failure(code) : null });
const final = (Object.keys(closeCodes) as CloseReason[]).filter((reason) => !mayReconnect(closeCodes[reason]));

describe("endingOf", () => {
  it("has its own words for every final close but REFUSED", () => {
    const titles = final.map((reason) => ended(reason).title);
    expect(new Set(titles).size).toBe(final.length);
    expect(final.filter((reason) => ended(reason).title === "Not let in")).toEqual(["REFUSED"]);
  });

  it("offers to connect again only where that can work", () => {
    expect(final.filter((reason) => ended(reason).again)).toEqual(["REPLACED", "LEFT", "REFUSED", "ABUSE"]);
  });

  it("tells refusals apart", () => {
    expect(ended("REFUSED", "ROOM_FULL").title).toBe("The room is full");
    expect(ended("REFUSED", "VERSION_UNSUPPORTED").again).toBe("Reload");
    expect(ended("REFUSED", "FORBIDDEN").text).toBe("The token does not allow this.");
  });
});
