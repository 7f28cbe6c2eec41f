import { beforeAll, describe, expect, it } from "vitest";
import { type Claims, makeRoomCode } from "../core/protocol/index.ts";
import { createAdmit } from "./admit.ts";
import { keysFromSecret } from "./signing-keys.ts";
import { createTokens } from "./tokens.ts";

const ROOM = makeRoomCode(new Uint8Array([1, 2, 3, 4, 5]));
const OTHER = makeRoomCode(new Uint8Array([5, 4, 3, 2, 1]));
const clock = { ms: Date.UTC(2026, 10, 21) };
const tokens = createTokens(keysFromSecret("a secret for tests only"), () => clock.ms);
const admit = createAdmit(tokens);
const kinds = {
  guest: { kind: "guest", subject: "ada" },
  room: { kind: "room", subject: "ada", room: ROOM },
  host: { kind: "host", subject: "eve", room: ROOM },
  screen: { kind: "screen", subject: "tv", room: ROOM },
  otherRoom: { kind: "room", subject: "ada", room: OTHER },
  otherHost: { kind: "host", subject: "eve", room: OTHER },
} as const satisfies Record<string, Claims>;
const shown = {} as Record<keyof typeof kinds, string>;

beforeAll(async () => {
  for (const [name, claims] of Object.entries(kinds)) shown[name as keyof typeof kinds] = await tokens.issue(claims);
});

describe("admit", () => {
  it("gives a guest who comes to play a token for this room and the same person", async () => {
    const admitted = await admit(shown.guest, "player", ROOM);
    expect(admitted).toMatchObject({ ok: true, value: { claims: kinds.guest } });
    const token = admitted.ok ? admitted.value.token : undefined;
    expect(await tokens.read(token ?? "")).toEqual({ ok: true, value: { kind: "room", subject: "ada", room: ROOM } });
    expect(await admit(token ?? "", "player", ROOM)).toEqual({ ok: true, value: { claims: kinds.room } });
    expect(await admit(token ?? "", "player", OTHER)).toMatchObject({ error: { code: "FORBIDDEN" } });
  });

  it.each([
    ["room", "player"],
    ["host", "host"],
    ["screen", "screen"],
  ] as const)("lets a %s token in as %s, and gives no other", async (kind, role) => {
    expect(await admit(shown[kind], role, ROOM)).toEqual({ ok: true, value: { claims: kinds[kind] } });
  });

  it.each([
    ["guest", "host"],
    ["guest", "screen"],
    ["room", "host"],
    ["room", "screen"],
    ["host", "player"],
    ["host", "screen"],
    ["screen", "host"],
    ["screen", "player"],
    ["otherRoom", "player"],
    ["otherHost", "host"],
  ] as const)("does not let %s in as %s", async (kind, role) => {
    expect(await admit(shown[kind], role, ROOM)).toMatchObject({ ok: false, error: { code: "FORBIDDEN" } });
  });

  it("says what is wrong with a token", async () => {
    expect(await admit("nonsense", "player", ROOM)).toMatchObject({ error: { code: "TOKEN_INVALID" } });
    clock.ms += 4 * 86_400_000;
    expect(await admit(shown.host, "host", ROOM)).toMatchObject({ error: { code: "TOKEN_EXPIRED" } });
  });
});
