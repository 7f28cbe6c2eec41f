import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { PtyProgram, requireProgram } from "../../testing/pty-program.ts";
import { noPlaces, openAccounts, type PlayersHeard, scriptedPlayers } from "../../testing/scripted-player.ts";
import { startTelnet, type TelnetServer } from "./telnet-server.ts";

const TINTIN = "/usr/games/tt++";

let server: TelnetServer;
let players: PlayersHeard;
let counts: Map<string, number>;
let folder: string;
let program: PtyProgram | null;

beforeAll(() => {
  requireProgram(TINTIN, "tintin++");
  requireProgram("telnet", "inetutils-telnet");
  requireProgram("nc", "netcat-openbsd");
  requireProgram("script", "bsdutils");
});

beforeEach(async () => {
  players = scriptedPlayers();
  counts = new Map();
  folder = mkdtempSync(join(tmpdir(), "skerry-clients-"));
  program = null;
  server = await startTelnet({
    host: "127.0.0.1",
    port: 0,
    clock: Date.now,
    accounts: () => openAccounts,
    places: noPlaces,
    play: (ports) => players.play(ports),
    status: () => ({}),
    count: (name, by) => void counts.set(name, (counts.get(name) ?? 0) + by),
    report: (error) => {
      throw error;
    },
  });
});

afterEach(async () => {
  await program?.end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("TinTin++", () => {
  /** Runs it with a script, which it leaves by `#end`. */
  function tintin(script: readonly string[]): PtyProgram {
    const file = join(folder, "skerry.tt");
    writeFileSync(file, [...script, `#session skerry 127.0.0.1 ${server.port}`, ""].join("\n"));
    program = PtyProgram.onTerminal(`${TINTIN} -G -r ${file}`);
    return program;
  }

  it("tells by TTYPE, NAWS and CHARSET what it can, and is compressed", async () => {
    const client = tintin([]);
    await client.show("Welcome, TINTIN++ 100 40 true UTF-8");
    client.type("grüße\n");
    await client.show("You said “grüße”.");
    expect(counts.get("telnet_compressed")).toBe(1);
    client.type("quit\n");
    await client.show("Goodbye.");
    await client.show("#SESSION 'skerry' DIED.");
    client.type("#end\n");
    await client.over();
    expect(players.lines).toEqual(["grüße", "quit"]);
  });

  it("knows prompts for prompts", async () => {
    const client = tintin(["#event {IAC EOR} {#showme {<A PROMPT>}}"]);
    await client.show("Welcome");
    await client.show("<A PROMPT>");
    client.type("look\n");
    await client.show("You said “look”.");
    await vi.waitFor(() => expect(client.shown.split("<A PROMPT>").length - 1).toBe(2));
  });

  it("has text that comes unasked on lines of its own, with no empty one before it", async () => {
    const client = tintin([]);
    await client.show("Welcome");
    await client.show("> ");
    const since = client.shown.length;
    players.tellAll("Ben comes in.");
    await client.show("Ben comes in.", since);
    expect(client.shown.slice(since).replaceAll("\r", "")).toMatch(/^\nBen comes in\.\n/);
  });

  it("hides passphrases, also a second and a third", async () => {
    const client = tintin([]);
    await client.show("Welcome");
    for (const secret of ["first secret", "second secret", "third secret"]) {
      client.type("hide\n");
      await client.show("Passphrase: ", client.shown.length);
      client.type(`${secret}\n`);
      await client.show(`You said “${secret}”.`);
      // The answer repeats it once; it was not shown as it was typed.
      expect(client.shown.split(secret)).toHaveLength(2);
      client.type("seen again\n");
      await vi.waitFor(() => expect(client.shown.split("seen again").length).toBeGreaterThan(2));
      client.shown = "";
    }
  });

  it("shows the server's last words, compressed", async () => {
    const client = tintin([]);
    await client.show("Welcome");
    await server.stop();
    await client.show("The server is stopping.");
    await client.show("#SESSION 'skerry' DIED.");
    expect(counts.get("telnet_compressed")).toBe(1);
  });

  it("may do without compression", async () => {
    const client = tintin(["#config mccp off"]);
    await client.show("Welcome");
    client.type("quit\n");
    await client.show("Goodbye.");
    expect(counts.get("telnet_compressed")).toBeUndefined();
  });

  it("speaks GMCP by a small script", async () => {
    const say = (text: string) => `#send {\\xFF\\xFA\\xC9${text}\\xFF\\xF0\\}`;
    const agree = "#send {\\xFF\\xFD\\xC9\\}";
    const hello = say('Core.Hello {"client": "TinTin++", "version": "2.02"}');
    const client = tintin([
      `#event {IAC WILL GMCP} {${agree};${hello};${say('Core.Supports.Set ["Room 1"]')}}`,
      "#event {IAC SB GMCP Room.Info IAC SE} {#showme {<ROOM %1>}}",
    ]);
    await client.show("Welcome");
    client.type("tell\n");
    await client.show('<ROOM Room.Info {"name":"Öde"}>');
    expect(players.messages.map(({ name }) => name)).toEqual(["Core.Hello", "Core.Supports.Set"]);
    expect(players.messages[0]?.data).toEqual({ client: "TinTin++", version: "2.02" });
  });
});

describe("telnet(1)", () => {
  function telnet(): PtyProgram {
    program = PtyProgram.onTerminal(`telnet 127.0.0.1 ${server.port}`);
    return program;
  }

  it("stays in its line mode, tells its type and size, and gets ASCII", async () => {
    const client = telnet();
    await client.show("Welcome, XTERM-256COLOR 100 40 256 ASCII");
    client.type("lookk\x7f\n");
    await client.show('You said "look".');
    client.type("quit\n");
    await client.show("Goodbye.");
    await client.over();
    expect(players.lines).toEqual(["look", "quit"]);
  });

  it("hides passphrases, and not what comes after them", async () => {
    const client = telnet();
    await client.show("Welcome");
    for (const secret of ["first secret", "second secret"]) {
      client.type("hide\n");
      await client.show("Passphrase: ", client.shown.length);
      client.type(`${secret}\n`);
      await client.show(`\r\nYou said "${secret}".`);
      expect(client.shown.split(secret)).toHaveLength(2);
    }
    client.type("seen again\n");
    await client.show('seen again\r\nYou said "seen again".');
  });

  it("shows what comes after its Ctrl-C, which takes back the line", async () => {
    const client = telnet();
    await client.show("Welcome");
    client.type("drop everything\x03");
    client.type("look\n");
    await client.show('You said "look".');
    expect(players.lines).toEqual(["look"]);
  });

  it("is answered when it asks whether anybody is there", async () => {
    const client = telnet();
    await client.show("Welcome");
    client.type("\x1d");
    await client.show("telnet>");
    client.type("send ayt\n");
    await client.show("[Yes, Skerry is here.]");
  });
});

describe("netcat", () => {
  it("is no telnet client, and after the offers gets nothing but text", async () => {
    program = PtyProgram.onPipes(`nc 127.0.0.1 ${server.port}`);
    await program.show("Welcome,  80 24 0 ASCII\r\n> ");
    const since = program.shown.length;
    program.type("hide\nsecret\n");
    await program.show("secret", since);
    program.type("quit\n");
    await program.show("Goodbye.");
    program.endInput();
    await program.over();
    expect(program.shown.slice(since)).toMatch(/^[ -~\r\n]*Goodbye\.\r\n$/);
    expect(players.lines).toEqual(["hide", "secret", "quit"]);
  });
});
