import { describe, expect, it } from "vitest";
import { badWeather, DatagramLine, fairWeather, textOf, utf8 } from "../../testing/datagram-line.ts";
import { randomFor } from "../random.ts";

/** Texts of all sizes, told apart by their number. */
function texts(seed: string, count: number, longest: number): string[] {
  const random = randomFor("texts", seed);
  return Array.from({ length: count }, (_, i) => `${i}:${"é".repeat(Math.floor(random() ** 4 * longest))}`);
}

const said = (told: readonly string[]) => told.filter((one) => one.startsWith("text ")).map((one) => one.slice(5));

describe("over a bad line", () => {
  it.each(["a", "b", "c", "d", "e"])("every text arrives, in order and once, both ways (%s)", (seed) => {
    const line = new DatagramLine(seed, badWeather).open();
    const there = texts(`${seed} there`, 120, 3_000);
    const back = texts(`${seed} back`, 160, 30_000);
    const left = { there: [...there], back: [...back] };
    line.run(60_000, () => {
      if (line.nowMs % 100 !== 0) return;
      const [up, down] = [left.there.shift(), line.server.heldBytes < 100_000 ? left.back.shift() : undefined];
      if (up !== undefined) line.client.text(utf8(up), line.nowMs);
      if (down !== undefined) line.server.text(line.connection, utf8(down), line.nowMs);
    });
    line.until(() => said(line.atServer).length >= there.length && said(line.atClient).length >= back.length);
    line.run(2_000);
    expect(said(line.atServer)).toEqual(there);
    expect(said(line.atClient)).toEqual(back);
    expect(line.server.heldBytes).toBe(0);
  });

  it("every input counts once and in order, though all are said again and again", () => {
    const line = new DatagramLine("inputs", badWeather).open();
    let n = 0;
    line.run(20_000, () => {
      if (line.nowMs % 50 !== 0) return;
      line.client.input(utf8(`move ${++n}`), { topic: "move", isState: false }, line.nowMs);
      line.client.flush(line.nowMs);
    });
    line.run(2_000);
    const came = said(line.atServer).map((text) => Number(text.slice(5)));
    expect(came).toEqual([...new Set(came)].toSorted((a, b) => a - b));
    expect(came.at(-1)).toBe(n);
    // Each is in eight packets at least, of which one in twenty is lost.
    expect(came.length).toBeGreaterThan(n * 0.99);
  });

  it("of what only the newest says, the newest arrives, also as the last word of all", () => {
    const line = new DatagramLine("seen", badWeather).open();
    for (let tick = 0; tick < 100; tick++) {
      line.client.input(utf8(`seen ${tick}`), { topic: "seen", isState: true }, line.nowMs);
      line.client.flush(line.nowMs);
      line.run(10);
    }
    line.run(3_000);
    const came = said(line.atServer).map((text) => Number(text.slice(5)));
    expect(came.at(-1)).toBe(99);
    expect(came).toEqual(came.toSorted((a, b) => a - b));
  });

  it("binary messages come at most as often as they were sent, whole, and most of them do", () => {
    const line = new DatagramLine("frames", { ...badWeather, duplicates: 0.2 }).open();
    for (let i = 0; i < 400; i++) {
      line.server.bytes(line.connection, Uint8Array.of(i >> 8, i & 255, ...new Uint8Array(1_098)));
      line.server.flush(line.connection, line.nowMs);
      line.run(20);
    }
    line.run(1_000);
    const came = line.atClient.flatMap((one) =>
      one.startsWith("bytes ") ? [one.slice(6).split(",").map(Number)] : [],
    );
    expect(came.every(({ length }) => length === 1_100)).toBe(true);
    const numbers = came.map(([high = 0, low = 0]) => high * 256 + low);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.length).toBeGreaterThan(360);
    expect(numbers.length).toBeLessThan(400);
  });

  it("a goodbye comes after all that was said before it", () => {
    for (let seed = 0; seed < 20; seed++) {
      const line = new DatagramLine(`goodbye ${seed}`, badWeather).open();
      for (let i = 0; i < 30; i++) line.server.text(line.connection, utf8(`${i}`), line.nowMs);
      line.server.close(line.connection, 4005, "REFUSED", line.nowMs);
      line.server.text(line.connection, utf8("too late"), line.nowMs);
      line.until(() => line.atClient.some((one) => one.startsWith("closed")));
      expect(said(line.atClient)).toEqual(Array.from({ length: 30 }, (_, i) => `${i}`));
      expect(line.atClient.at(-1)).toBe("closed 4005 REFUSED");
      line.run(1_000);
      expect(line.atServer.at(-1)).toBe("closed 4005 REFUSED");
      expect(line.server.size).toBe(0);
    }
  });
});

describe("a connection", () => {
  it("knows how long the way is", () => {
    const line = new DatagramLine("rtt", { ...fairWeather, delayMs: 40 }).open();
    line.run(5_000, () => {
      if (line.nowMs % 100 === 0) line.client.text(utf8("hm"), line.nowMs);
    });
    expect(line.client.rttMs).toBeGreaterThan(75);
    expect(line.client.rttMs).toBeLessThan(120);
  });

  it("sends nothing more than keepalives where nothing is said, and lives by them", () => {
    const line = new DatagramLine("quiet").open();
    line.run(1_000);
    const before = line.sent.length;
    line.run(60_000);
    expect(line.sent.slice(before).every(({ packet }) => ((packet[0] ?? 0) & 15) === 4)).toBe(true);
    expect(line.sent.length - before).toBeGreaterThan(100);
    expect(line.sent.length - before).toBeLessThan(130);
    expect(line.atClient).toEqual(["open"]);
  });

  it("is lost on both sides, each by itself, once nothing comes through", () => {
    const line = new DatagramLine("cut").open();
    line.weather = { ...fairWeather, loss: 1 };
    line.run(9_000);
    expect(line.server.size).toBe(1);
    line.run(3_000);
    expect(line.atServer.at(-1)).toBe("closed 1006 ");
    expect(line.atClient.at(-1)).toBe("closed 1006 ");
    expect(line.server.size).toBe(0);
  });

  it("is closed where somebody sends and takes nothing", () => {
    const line = new DatagramLine("slow").open();
    line.weather = { ...fairWeather, loss: 1 };
    for (let i = 0; i < 600; i++) line.server.text(line.connection, new Uint8Array(1_024), line.nowMs);
    expect(line.atServer.at(-1)).toBe("closed 4008 TOO_SLOW");
    expect(line.server.heldBytes).toBe(0);
  });

  it("is closed where a text is too large for a server", () => {
    const line = new DatagramLine("large").open();
    line.client.text(new Uint8Array(16_384), line.nowMs);
    line.run(1_000);
    expect(said(line.atServer)).toHaveLength(1);
    line.client.text(new Uint8Array(16_385), line.nowMs);
    line.run(1_000);
    expect(line.atServer.at(-1)).toBe("closed 1009 TOO_LARGE");
    expect(line.atClient.at(-1)).toBe("closed 1009 TOO_LARGE");
  });

  it("carries empty texts, and those that fill their pieces exactly", () => {
    const line = new DatagramLine("edges").open();
    const all = ["", "a".repeat(1_023), "b".repeat(1_024), "c".repeat(1_025), "d".repeat(2_048), ""];
    for (const text of all) line.server.text(line.connection, utf8(text), line.nowMs);
    line.run(1_000);
    expect(said(line.atClient)).toEqual(all);
  });

  it("puts several messages into one packet", () => {
    const line = new DatagramLine("together").open();
    line.run(500);
    const before = line.sent.length;
    for (let i = 0; i < 8; i++) line.client.text(utf8(`{"t":"command","id":${i},"line":"look"}`), line.nowMs);
    line.client.input(utf8("move"), { topic: "move", isState: false }, line.nowMs);
    line.client.flush(line.nowMs);
    expect(line.sent.length - before).toBe(1);
  });

  it("that a client closes is closed on both sides, with the code", () => {
    const line = new DatagramLine("bye").open();
    line.client.text(utf8("the last word"), line.nowMs);
    line.client.close(1000, "done", line.nowMs);
    line.run(1_000);
    expect(line.atServer.slice(1)).toEqual(["text the last word", "closed 1000 done"]);
    expect(line.atClient.at(-1)).toBe("closed 1000 done");
    expect(line.client.isOver).toBe(true);
    expect(textOf(utf8("é"))).toBe("é");
  });
});
