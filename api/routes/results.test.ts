import { describe, expect, it } from "vitest";
import { fakeApi } from "../../testing/fake-api-ports.ts";

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe("results", () => {
  it("come as JSON to the host", async () => {
    const fake = fakeApi();
    const { code, hostToken } = await fake.makeRoom({ topic: "Sums" });
    const response = await fake.get(`/api/v1/rooms/${code}/results`, bearer(hostToken));
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toMatchObject({
      code,
      topic: "Sums",
      players: [{ name: "=SUM(1)" }, { name: "Zoë" }],
    });
  });

  it("come as a CSV file, with a byte order mark and no formulas", async () => {
    const fake = fakeApi();
    const { code, hostToken } = await fake.makeRoom();
    const response = await fake.get(`/api/v1/rooms/${code}/results.csv`, bearer(hostToken));
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(response.headers.get("content-disposition")).toBe(`attachment; filename="skerry-${code}.csv"`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(new TextDecoder().decode(bytes)).toBe(
      "Rank,Name,Score,Right answers,Q1: 2 + 2?,Q1 right,Q1 points,Q1 seconds\r\n" +
        "1,'=SUM(1),912,1,4,yes,912,1.76\r\n2,Zoë,0,0,,,,\r\n",
    );
  });

  it.each(["results", "results.csv"])("%s are refused to everybody else", async (file) => {
    const fake = fakeApi();
    const room = await fake.makeRoom();
    const other = await fake.makeRoom();
    const path = `/api/v1/rooms/${room.code}/${file}`;
    expect((await fake.get(path)).status).toBe(401);
    expect((await fake.get(path, { authorization: "Basic eDp5" })).status).toBe(401);
    expect((await fake.get(path, bearer(room.screenToken))).status).toBe(403);
    expect((await fake.get(path, bearer(other.hostToken))).status).toBe(403);
    expect((await fake.get(`${path}?token=${room.hostToken}`)).status).toBe(401);
  });

  it("are gone with the room", async () => {
    const fake = fakeApi();
    const { code, hostToken } = await fake.makeRoom();
    await fake.rooms.remove(code);
    const response = await fake.get(`/api/v1/rooms/${code}/results`, bearer(hostToken));
    expect(await response.json()).toMatchObject({ error: { code: "ROOM_NOT_FOUND" } });
  });

  it("of a wrong code say so, and count as one", async () => {
    const fake = fakeApi();
    const { hostToken } = await fake.makeRoom();
    const codes: string[] = [];
    for (let i = 0; i < 21; i++) {
      const response = await fake.get("/api/v1/rooms/222222/results", bearer(hostToken));
      codes.push(((await response.json()) as { error: { code: string } }).error.code);
    }
    expect(codes[0]).toBe("BAD_CODE");
    expect(codes[20]).toBe("TOO_MANY_CODES");
  });

  it("are limited", async () => {
    const fake = fakeApi({ rates: { request: { perMinute: 1, burst: 1 } } });
    const { code, hostToken } = await fake.makeRoom();
    expect((await fake.get(`/api/v1/rooms/${code}/results`, bearer(hostToken))).status).toBe(200);
    expect((await fake.get(`/api/v1/rooms/${code}/results.csv`, bearer(hostToken))).status).toBe(429);
  });
});
