import { beforeEach, describe, expect, it, vi } from "vitest";
import { keepRoomToken, playerToken } from "./player-token.ts";
import { forget } from "./storage.ts";

const CODE = "4327XK";
beforeEach(() => {
  forget("skerry.guest");
  forget(`skerry.room.${CODE}`);
});

const server = () => {
  let made = 0;
  return { createSession: vi.fn(async () => `guest-${++made}`) };
};

describe("playerToken", () => {
  it("makes one guest for this device, for every room", async () => {
    const api = server();
    expect(await playerToken(api, CODE)(null)).toBe("guest-1");
    expect(await playerToken(api, "JC837P")(null)).toBe("guest-1");
    expect(api.createSession).toHaveBeenCalledTimes(1);
  });

  it("returns to a room with the room's own token", async () => {
    const api = server();
    keepRoomToken(CODE, "room");
    expect(await playerToken(api, CODE)(null)).toBe("room");
    expect(api.createSession).not.toHaveBeenCalled();
  });

  it("goes from a refused room token to the guest it was for, and from that to a new one", async () => {
    const api = server();
    await playerToken(api, CODE)(null);
    keepRoomToken(CODE, "room");
    const token = playerToken(api, CODE);
    expect(await token(null)).toBe("room");
    expect(await token("TOKEN_EXPIRED")).toBe("guest-1");
    expect(await token("TOKEN_INVALID")).toBe("guest-2");
  });

  it("does not blame the guest for what the client held itself", async () => {
    const api = server();
    const token = playerToken(api, CODE);
    expect(await token("TOKEN_EXPIRED")).toBe("guest-1");
  });
});
