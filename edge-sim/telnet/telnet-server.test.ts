import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { commands } from "../../core/telnet/codes.ts";
import { KEEP_ALIVE_MS } from "../../core/telnet/telnet-connection.ts";
import { promptMarks, RawTelnet } from "../../testing/raw-telnet.ts";
import { noPlaces, openAccounts, type PlayersHeard, scriptedPlayers } from "../../testing/scripted-player.ts";
import { type TelnetLimits, telnetLimits } from "./telnet-limits.ts";
import { startTelnet, type TelnetServer } from "./telnet-server.ts";

let server: TelnetServer | null = null;
let players: PlayersHeard;
let counts: Map<string, number>;
let reports: string[];
let clients: RawTelnet[];
/** Added to the clock: waiting costs tests nothing. */
let passedMs: number;

beforeEach(() => {
  players = scriptedPlayers();
  counts = new Map();
  reports = [];
  clients = [];
  passedMs = 0;
});

afterEach(async () => {
  for (const client of clients) client.destroy();
  await server?.stop();
  server = null;
});

async function start(limits: Partial<TelnetLimits> = {}): Promise<TelnetServer> {
  server = await startTelnet({
    host: "127.0.0.1",
    port: 0,
    clock: () => Date.now() + passedMs,
    accounts: () => openAccounts,
    places: noPlaces,
    play: (ports) => players.play(ports),
    status: () => ({ GENRE: "Fantasy", PLAYERS: 7 }),
    count: (name, by) => void counts.set(name, (counts.get(name) ?? 0) + by),
    report: (error, where) => void reports.push(`${where}: ${error}`),
    limits,
  });
  return server;
}

async function connect(localAddress?: string): Promise<RawTelnet> {
  const client = await RawTelnet.connect(server?.port ?? 0, localAddress);
  clients.push(client);
  return client;
}

/** Somebody with the plainest of clients, welcomed. */
async function welcomed(): Promise<RawTelnet> {
  const client = await connect();
  client.refuseAll();
  await client.hear("Welcome");
  return client;
}

async function entered(): Promise<RawTelnet> {
  const client = await welcomed();
  client.send("enter Anna\r\n");
  await client.hear("You are Anna.");
  return client;
}

const count = (name: string) => counts.get(name) ?? 0;

describe("the telnet server", () => {
  it("negotiates, welcomes, reads lines and marks prompts", async () => {
    await start();
    const client = await connect();
    client.say("WILL", "TTYPE", "NAWS");
    client.say("WONT", "NEW_ENVIRON");
    client.say("DO", "CHARSET", "EOR");
    client.say("DONT", "GMCP");
    client.tell("NAWS", 0, 255, 0, 50);
    client.tell("TTYPE", 0, "TESTER");
    client.tell("TTYPE", 0, "TESTER");
    client.say("DONT", "MCCP2");
    client.tell("CHARSET", 2, "UTF-8");
    await client.hear("Welcome, TESTER 255 50 0 UTF-8\r\n> ");
    client.send("grüße\r\nlook\r\0");
    // Both lines were typed before the first was answered: the second answer begins below the first one's prompt.
    await client.hear("You said “grüße”.\r\n> \r\nYou said “look”.\r\n> ");
    expect(client.commands).toEqual([promptMarks.EOR, promptMarks.EOR, promptMarks.EOR]);
    client.tell("NAWS", 0, 90, 0, 50);
    await vi.waitFor(() => expect(players.resized).toEqual(["90x50"]));
  });

  it("welcomes what is no telnet client once the negotiation has had its time, and sends it text alone", async () => {
    await start();
    const client = await connect();
    client.send("hello\n");
    await client.hear("Welcome,  80 24 0 ASCII\r\n> ");
    await client.hear('You said "hello".\r\n');
    passedMs += KEEP_ALIVE_MS;
    client.send("again\n");
    await client.hear('You said "again".');
    expect(client.commands).toEqual([]);
  });

  it("keeps connections alive with a NOP, and waits for nobody for ever", async () => {
    await start();
    const client = await entered();
    const mute = await welcomed();
    passedMs += KEEP_ALIVE_MS;
    await client.until("a NOP", () => client.commands.includes(commands.NOP));
    passedMs += telnetLimits.loginMs;
    await mute.hear("That took too long.");
    await mute.closed();
    expect(client.isClosed).toBe(false);
    passedMs += telnetLimits.idleMs;
    await client.hear("You were silent for too long.");
    await client.closed();
    expect([count("telnet_closed_login"), count("telnet_closed_idle"), players.stopped]).toEqual([1, 1, 2]);
  });

  it("tells directories of MUDs what it is", async () => {
    await start();
    await entered();
    const crawler = await connect();
    crawler.say("DO", "MSSP");
    await crawler.until("MSSP", () => crawler.subnegotiations.length > 0);
    const fields = crawler.subnegotiations[0]?.text.split("\u0001").slice(1) ?? [];
    const told = Object.fromEntries(fields.map((field) => field.split("\u0002")));
    expect(told).toMatchObject({ NAME: "Skerry", PORT: String(server?.port), GENRE: "Fantasy", PLAYERS: "7" });
    expect(Number(told["UPTIME"])).toBeGreaterThan(1_700_000_000);
  });

  it("refuses browsers", async () => {
    await start();
    const client = await connect();
    client.send("GET / HTTP/1.1\r\nHost: skerry\r\n\r\n");
    await client.hear("HTTP/1.1 400 Bad Request\r\n");
    await client.closed();
    expect([count("telnet_closed_http"), players.lines]).toEqual([1, []]);
  });

  it("hands on messages beside the text, both ways", async () => {
    await start();
    const client = await connect();
    client.say("WONT", "TTYPE", "NAWS", "NEW_ENVIRON");
    client.say("DONT", "CHARSET", "EOR", "MCCP2");
    client.say("DO", "GMCP");
    client.tell("GMCP", 'Core.Supports.Set ["Room 1"]');
    client.tell("GMCP", 'Char.Login {"name":"Anna"}');
    await client.hear("Welcome");
    client.send("tell\n");
    await client.until("Room.Info", () =>
      client.subnegotiations.some(({ text }) => text === 'Room.Info {"name":"Öde"}'),
    );
    expect(players.messages.map(({ name }) => name)).toEqual(["Core.Supports.Set", "Char.Login"]);
  });

  it("says goodbye when somebody leaves, and when it stops", async () => {
    await start();
    const leaver = await welcomed();
    leaver.send("quit\n");
    await leaver.hear("> Goodbye.\r\n");
    await leaver.closed();
    const stayer = await welcomed();
    await server?.stop();
    await stayer.hear("The server is stopping.");
    await stayer.closed();
    expect(players.stopped).toBe(2);
    await expect(connect()).rejects.toThrow("ECONNREFUSED");
  });

  it("stops although somebody does not read and does not close", async () => {
    await start({ goodbyeMs: 200 });
    const client = await welcomed();
    client.stopReading();
    await server?.stop();
    expect(players.stopped).toBe(1);
  });

  it("rejects where its port is taken", async () => {
    const { port } = await start();
    await expect(
      startTelnet({
        ...{
          host: "127.0.0.1",
          port,
          clock: Date.now,
          accounts: () => openAccounts,
          places: noPlaces,
          play: players.play,
        },
        ...{ status: () => ({}), count: () => undefined, report: () => undefined },
      }),
    ).rejects.toThrow("EADDRINUSE");
  });

  it("lives on when peers break off at any moment", async () => {
    await start();
    for (let i = 0; i < 30; i++) {
      const client = await connect();
      client.send(i % 3 === 0 ? Uint8Array.of(255, 250, 24) : "look\n");
      client.destroy();
    }
    expect((await welcomed()).isClosed).toBe(false);
    expect(reports).toEqual([]);
  });

  it("closes one connection where its player breaks, and no other", async () => {
    await start();
    const other = await welcomed();
    const client = await welcomed();
    client.send("break\n");
    await client.hear("Something went wrong here.");
    await client.closed();
    expect(reports).toEqual(["a telnet connection: Error: broken on purpose"]);
    other.send("still here\n");
    await other.hear("still here");
  });
});

describe("limits", () => {
  it("of connections: all, and from one address", async () => {
    await start({ connectionsMax: 3, connectionsPerAddressMax: 2 });
    await welcomed();
    const second = await welcomed();
    const third = await connect();
    await third.hear("There are 2 connections from your address already.");
    await third.closed();
    await connect("127.0.0.2");
    const fourth = await connect("127.0.0.3");
    await fourth.hear("The server is full.");
    await fourth.closed();
    expect([count("telnet_refused_address"), count("telnet_refused_full"), count("telnet_opened")]).toEqual([1, 1, 3]);
    second.destroy();
    await vi.waitFor(() => expect(players.stopped).toBe(1));
    await expect(welcomed()).resolves.toBeDefined();
  });

  it("of lines: told once, those over it are not read, and after many the connection ends", async () => {
    await start({ linesBurst: 5, linesPerSecond: 0, linesDroppedMax: 10 });
    const client = await welcomed();
    client.send("look\n".repeat(12));
    await client.hear("Too fast: what came now was not read.");
    expect(players.lines).toHaveLength(5);
    expect(client.text.split("Too fast").length).toBe(2);
    client.send("look\n".repeat(4));
    await client.hear("You are sending too fast. Goodbye.");
    await client.closed();
    expect([count("telnet_lines_dropped"), count("telnet_closed_flood")]).toEqual([11, 1]);
  });

  it("of bytes: whoever sends more is told, and closed", async () => {
    await start({ bytesBurst: 10_000, bytesPerSecond: 0 });
    const client = await welcomed();
    client.send("x".repeat(20_000));
    await client.hear("You are sending too fast.");
    await client.closed();
  });

  it("of what is unsent: whoever does not read is closed, and nothing is kept for them", async () => {
    await start({ unsentMaxBytes: 100_000, goodbyeMs: 300 });
    const client = await welcomed();
    client.stopReading();
    const before = process.memoryUsage().arrayBuffers;
    client.send(`flood ${50_000_000}\n`);
    await vi.waitFor(() => expect(players.stopped).toBe(1));
    expect(count("telnet_closed_slow")).toBe(1);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });
});

describe("compression", () => {
  async function compressing(): Promise<RawTelnet> {
    const client = await connect();
    client.refuseMost();
    await client.until("its offer", () => client.negotiated.includes("WILL MCCP2"));
    client.say("DO", "MCCP2");
    await client.hear("Welcome");
    expect(client.isCompressed).toBe(true);
    return client;
  }

  it("is offered only after the terminal's type is known", async () => {
    await start();
    const client = await connect();
    client.say("WILL", "TTYPE");
    client.tell("TTYPE", 0, "TESTER");
    await client.until("a second question", () => client.subnegotiations.length === 2);
    expect(client.negotiated).not.toContain("WILL MCCP2");
    client.tell("TTYPE", 0, "TESTER");
    await client.until("its offer", () => client.negotiated.includes("WILL MCCP2"));
  });

  it("holds nothing back: each answer comes before the next question", async () => {
    await start();
    const client = await compressing();
    for (let i = 0; i < 20; i++) {
      client.send(`line ${i}\n`);
      await client.hear(`line ${i}`);
    }
    expect(count("telnet_compressed")).toBe(1);
  });

  it("comes to its proper end before the connection does", async () => {
    await start();
    const leaver = await compressing();
    leaver.send("quit\n");
    await leaver.hear("Goodbye.");
    await leaver.closed();
    const stayer = await compressing();
    await server?.stop();
    await stayer.closed();
    expect(stayer.text).toContain("The server is stopping.");
    expect([leaver.isStreamWhole, stayer.isStreamWhole]).toEqual([true, true]);
  });

  it("ends where the client wants it to, and all goes on in plain", async () => {
    await start();
    const client = await compressing();
    client.send("one\n");
    client.say("DONT", "MCCP2");
    client.send("two\n");
    await client.hear('You said "two".');
    expect([client.isStreamWhole, client.negotiated.at(-1)]).toEqual([true, "WONT MCCP2"]);
    client.send("quit\n");
    await client.hear("Goodbye.");
    await client.closed();
  });

  it("does not keep more for who does not read", async () => {
    await start({ unsentMaxBytes: 100_000, goodbyeMs: 300 });
    const client = await compressing();
    client.stopReading();
    for (let i = 0; i < 200 && players.stopped === 0; i++) {
      const lines = randomBytes(60_000).toString("base64").match(/.{76}/g) ?? [];
      players.tellAll(...lines);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect([players.stopped, count("telnet_closed_slow")]).toEqual([1, 1]);
  });
});
