import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keysFromSecret } from "../../api/signing-keys.ts";
import { createTokens } from "../../api/tokens.ts";
import {
  createWorldClient,
  type WorldClient,
  type WorldClientOptions,
  type WorldLineOfText,
} from "../../client/world-client.ts";
import { type EdgeNode, startEdgeNode } from "../edge-node.ts";
import { FileSql } from "../file-sql.ts";
import { placeSockets } from "../place-socket.ts";
import { uplinkPlaces } from "./uplink-places.ts";
import { uplinkTokens } from "./uplink-tokens.ts";

/** Tokens of the node at home; the server above has keys of its own. */
const home = createTokens(keysFromSecret("a secret of the node at home"), () => Date.now());
let folder: string;
let above: EdgeNode | null = null;
const clients: WorldClient[] = [];

async function startAbove(port: number): Promise<EdgeNode> {
  const pagesFolder = resolve(import.meta.dirname, "../../dist/web");
  const shut = { hosts: [], origins: [], metricsToken: null, secret: null };
  const config = { host: "127.0.0.1", port, dataFolder: join(folder, "above"), pagesFolder, ...shut };
  above = await startEdgeNode(config, {}, () => undefined);
  return above;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "skerry-uplink-"));
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.stop();
  await above?.stop();
  above = null;
  rmSync(folder, { recursive: true, force: true });
});

/** Somebody of this node, in a world of the server above. */
function guest(origin: string, subject: string, options: Partial<WorldClientOptions> = {}) {
  const told: WorldLineOfText[] = [];
  const states: string[] = [];
  const given: string[] = [];
  const tokens = uplinkTokens(origin, new FileSql(join(folder, "uplink.sqlite")), home);
  const client = createWorldClient({
    url: "local:/api/v1/realms/golden-dragon/socket",
    token: () => home.issue({ kind: "guest", subject }),
    onToken: (token) => given.push(token),
    WebSocket: placeSockets(uplinkPlaces(origin, tokens)),
    onLines: (lines) => told.push(...lines),
    onChange: ({ connection }) => {
      if (states.at(-1) !== connection.state) states.push(connection.state);
    },
    random: () => 0.1,
    ...options,
  });
  clients.push(client);
  return { client, told, states, given };
}

async function until(done: () => boolean): Promise<void> {
  for (let i = 0; !done(); i++) {
    if (i > 1_500) throw new Error("waited in vain");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe("somebody of this node in a world above", () => {
  it("walks and talks there, and is the same person when they come again", async () => {
    const { port } = await startAbove(0);
    const origin = `http://127.0.0.1:${port}`;
    const ada = guest(origin, "ada-of-home");
    await ada.client.ready;
    await ada.client.enter("Ada");
    await ada.client.command("get mug");
    expect((await ada.client.command("say hello above")).ok).toBe(true);
    await until(() => ada.told.some(({ text }) => text.includes("hello above")));
    // What the server above gives to return with is of no use here.
    expect(ada.given).toEqual([]);
    const { entity } = ada.client.state.scene?.you ?? {};
    ada.client.stop();
    const again = guest(origin, "ada-of-home");
    await again.client.ready;
    await again.client.enter("whoever");
    expect(again.client.state.scene?.you).toMatchObject({ name: "Ada", entity });
    const other = guest(origin, "ben-of-home");
    await other.client.ready;
    await expect(other.client.enter("Ada")).rejects.toMatchObject({ code: "NAME_TAKEN" });
  }, 30_000);

  it("is told when the line is gone, held meanwhile, and there again once it is back", async () => {
    const { port } = await startAbove(0);
    const origin = `http://127.0.0.1:${port}`;
    const ada = guest(origin, "ada-of-home");
    await ada.client.ready;
    await ada.client.enter("Ada");
    await above?.stop();
    await until(() => ada.client.state.connection.state === "reconnecting");
    await expect(ada.client.command("look")).rejects.toMatchObject({ code: "NOT_CONNECTED" });
    await startAbove(port);
    await until(() => ada.client.state.connection.state === "live" && ada.client.state.scene?.you !== null);
    expect(ada.client.state.scene?.you?.name).toBe("Ada");
    expect((await ada.client.command("look")).ok).toBe(true);
    expect(ada.states).toEqual(["connecting", "live", "reconnecting", "live"]);
  }, 30_000);

  it("gets another token where the one it had is no longer good", async () => {
    const { port } = await startAbove(0);
    const origin = `http://127.0.0.1:${port}`;
    const sql = new FileSql(join(folder, "uplink.sqlite"));
    uplinkTokens(origin, sql, home).forget("nobody");
    sql.exec("INSERT INTO uplink_tokens (origin, subject, token) VALUES (?, ?, ?)", origin, "ada-of-home", "worn out");
    sql.close();
    const ada = guest(origin, "ada-of-home");
    await ada.client.ready;
    await ada.client.enter("Ada");
    expect(ada.client.state.scene?.you?.name).toBe("Ada");
  }, 30_000);

  it("is refused with a token that is none of this node's", async () => {
    const { port } = await startAbove(0);
    const strange = guest(`http://127.0.0.1:${port}`, "x", { token: async () => "no token at all" });
    await expect(strange.client.ready).rejects.toMatchObject({ code: "TOKEN_INVALID" });
  }, 30_000);
});
