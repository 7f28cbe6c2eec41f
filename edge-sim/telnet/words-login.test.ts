import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WordsPlayer } from "../../client/words/words-player.ts";
import { createWorldClient } from "../../client/world-client.ts";
import { RawTelnet } from "../../testing/raw-telnet.ts";
import { noPlaces } from "../../testing/scripted-player.ts";
import { FileSql } from "../file-sql.ts";
import { AccountBook } from "./accounts.ts";
import { startTelnet, type TelnetServer } from "./telnet-server.ts";

/** Of a world that never answers. */
class SilentSocket extends EventTarget {
  readonly readyState = 0;
  close(): void {}
  send(): void {}
}

let folder: string;
let sql: FileSql;
let server: TelnetServer;
let clients: RawTelnet[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "skerry-login-"));
  sql = new FileSql(join(folder, "accounts.sqlite"));
  clients = [];
  const book = new AccountBook({ sql, clock: Date.now, issue: async (subject) => subject, count: () => undefined });
  server = await startTelnet({
    host: "127.0.0.1",
    port: 0,
    clock: Date.now,
    accounts: (address) => book.at(address),
    places: {
      ...noPlaces,
      realms: async () => [{ realm: "tavern", title: "The Tavern", population: 0 }],
      world: (_realm, options) =>
        createWorldClient({ ...options, url: "ws://nowhere", WebSocket: SilentSocket as unknown as typeof WebSocket }),
    },
    play: (ports) => new WordsPlayer(ports),
    status: () => ({}),
    count: () => undefined,
    report: (error) => {
      throw error;
    },
  });
});

afterEach(async () => {
  for (const client of clients) client.destroy();
  await server.stop();
  sql.close();
  rmSync(folder, { recursive: true, force: true });
});

async function connect(localAddress: string): Promise<RawTelnet> {
  const client = await RawTelnet.connect(server.port, localAddress);
  clients.push(client);
  client.refuseAll();
  await client.hear("Name: ");
  return client;
}

describe("who plays in words, by telnet", () => {
  it("takes a name, guards it by a passphrase that is not shown, and has it from elsewhere", async () => {
    const home = await connect("127.0.0.1");
    home.send("Anna\r\n");
    await home.hear("The Tavern");
    home.send("passphrase\r\n");
    await home.hear("Passphrase: ");
    await home.until("hiding", () => home.negotiated.includes("WILL ECHO"));
    home.say("DO", "ECHO");
    home.send("open sesame\r\n");
    await home.hear("The same again: ");
    home.send("open sesame\r\n");
    await home.hear("needs this passphrase");
    await home.until("the end of hiding", () => home.negotiated.includes("WONT ECHO"));
    expect(home.text).not.toContain("open sesame");

    const away = await connect("127.0.0.9");
    away.send("anna\r\n");
    await away.hear("Passphrase: ");
    away.say("DO", "ECHO");
    away.send("open sesamE\r\n");
    await away.hear("That is not the passphrase.");
    await away.until("the second question", () => away.text.split("Passphrase: ").length === 3);
    away.say("DONT", "ECHO");
    away.say("DO", "ECHO");
    away.send("open sesame\r\n");
    await away.hear("Welcome, Anna.");
    expect(away.negotiated.filter((said) => said.endsWith(" ECHO"))).toEqual([
      "WILL ECHO",
      "WONT ECHO",
      "WILL ECHO",
      "WONT ECHO",
    ]);
    away.send("quit\r\n");
    await away.hear("Goodbye");
    await away.closed();
  });
});
