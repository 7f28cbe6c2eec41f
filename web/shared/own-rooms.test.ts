import { beforeEach, describe, expect, it } from "vitest";
import { describeOwnRoom, forgetOwnRoom, keepHostToken, keepOwnRoom, ownRoom, ownRooms } from "./own-rooms.ts";
import { forget, remember } from "./storage.ts";

const created = (code: string) => ({
  code,
  hostToken: `host-${code}`,
  joinUrl: `http://lan/r/${code}`,
  hostUrl: "",
  screenUrl: `http://lan/screen/${code}#t=s`,
});

beforeEach(() => forget("skerry.rooms"));

describe("own rooms", () => {
  it("come back newest first, until their tokens are over", () => {
    const now = Date.now();
    keepOwnRoom(created("4327XK"), "Old", now - 4 * 86_400_000);
    keepOwnRoom(created("JC837P"), "First", now - 1_000);
    keepOwnRoom(created("7HWT3P"), "Second", now);
    expect(ownRooms(now).map(({ topic }) => topic)).toEqual(["Second", "First"]);
  });

  it("take a token from a host link without losing what is known", () => {
    keepOwnRoom(created("JC837P"), "Topic");
    keepHostToken("JC837P", "other", null);
    expect(ownRoom("JC837P")).toMatchObject({ hostToken: "other", topic: "Topic", screenUrl: expect.any(String) });
    keepHostToken("4327XK", "mine", "http://x/screen/4327XK#t=s");
    describeOwnRoom("4327XK", "Seas");
    expect(ownRoom("4327XK")).toMatchObject({ hostToken: "mine", topic: "Seas", joinUrl: "" });
  });

  it("are forgotten one by one, and never more than twenty", () => {
    for (let i = 0; i < 30; i++) keepOwnRoom(created(`ROOM${i}`), "");
    expect(ownRooms()).toHaveLength(20);
    forgetOwnRoom("ROOM29");
    expect(ownRooms()).toHaveLength(19);
  });

  it.each(["{", "null", "7", '[null,{"code":1},{"code":"A"}]'])("survive what else may be stored: %s", (text) => {
    remember("skerry.rooms", text);
    expect(ownRooms()).toEqual([]);
    keepOwnRoom(created("JC837P"), "");
    expect(ownRooms()).toHaveLength(1);
  });
});
