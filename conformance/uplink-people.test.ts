import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createTestHarness } from "wrangler";
import { type EdgeNode, startEdgeNode } from "../edge-sim/edge-node.ts";
import { loadRapier } from "../edge-sim/rapier.ts";
import { DatagramPerson } from "../testing/datagram-person.ts";
import { RawTelnet } from "../testing/raw-telnet.ts";
import { root } from "./page.ts";
import { until, WorldVisitor } from "./world-visitor.ts";

const REALM = "golden-dragon";

/** Undone in the end, the newest first. */
const made: (() => unknown)[] = [];

afterEach(async () => {
  for (const undo of made.splice(0).reverse()) await undo();
}, 60_000);

async function node(settings: { uplink: string | null }): Promise<EdgeNode> {
  const folder = mkdtempSync(join(tmpdir(), "skerry-people-"));
  writeFileSync(join(folder, "index.html"), "<!doctype html>");
  const usual = { host: "127.0.0.1", port: 0, hosts: [], origins: [], metricsToken: null, secret: null };
  const folders = { dataFolder: join(folder, "data"), pagesFolder: folder };
  const ports = settings.uplink === null ? {} : { telnetPort: 0, udpPort: 0 };
  const started = await startEdgeNode({ ...usual, ...folders, ...ports, ...settings }, {}, () => undefined);
  made.push(async () => {
    await started.stop();
    rmSync(folder, { recursive: true });
  });
  return started;
}

async function onAnEdgeNode(): Promise<URL> {
  return new URL(`http://127.0.0.1:${(await node({ uplink: null })).port}`);
}

async function onCloudflare(): Promise<URL> {
  const harness = createTestHarness({ workers: [{ configPath: join(root, "wrangler.toml") }] });
  made.push(() => harness.close());
  return (await harness.listen()).url;
}

describe.each([
  ["an edge node", onAnEdgeNode],
  ["Cloudflare's runtime", onCloudflare],
])("people on a board whose worlds are on %s", (_name, upper) => {
  it("walk there by telnet and UDP, and meet those who are there by themselves", async () => {
    const above = await upper();
    const home = await node({ uplink: above.origin });
    const vera = await WorldVisitor.enter(above, REALM, "Vera");
    made.push(() => vera.leave());

    const udo = await DatagramPerson.enter("Udo", REALM, {
      origin: `http://127.0.0.1:${home.port}`,
      rapier: await loadRapier(),
    });
    made.push(() => udo.stop());
    const place = () => udo.sees(udo.entity)?.x ?? Number.NaN;
    await until(() => !Number.isNaN(place()), "Udo in his own sight", 10_000);
    const before = place();
    udo.wish = { x: 100, z: 0, facing: 64, jump: false };
    await until(() => Math.abs(place() - before) > 0.5, "steps", 10_000);
    await udo.client.command("say greetings by UDP");

    const tessa = await RawTelnet.connect(home.telnetPort ?? 0);
    made.push(() => tessa.destroy());
    tessa.refuseMost();
    await tessa.hear("Who are you?");
    tessa.send("Tessa\r\n");
    await tessa.hear("The Common Room");
    tessa.send("say greetings by telnet\r\n");
    await until(() => vera.count("Tessa says: “greetings by telnet”") > 0, "telnet's words", 10_000);
    expect(vera.count("Udo says: “greetings by UDP”")).toBe(1);
    await vera.type("say welcome, both of you");
    await tessa.hear("welcome, both of you");
    await until(() => udo.lines.some((line) => line.includes("welcome, both of you")), "Udo hears", 10_000);

    // They are up there, and nobody is in the world at home.
    const population = async (base: URL) => {
      const response = await fetch(new URL(`/api/v1/realms/${REALM}`, base));
      return ((await response.json()) as { population: number }).population;
    };
    await expect.poll(() => population(above), { timeout: 10_000 }).toBe(3);
    expect(await population(new URL(`http://127.0.0.1:${home.port}`))).toBe(0);
  }, 90_000);
});
