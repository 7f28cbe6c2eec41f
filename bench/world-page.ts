// The 3D page of both realms with 200 players in view, in headless Chromium: script and draw calls a frame.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { build } from "vite";
import { readArguments } from "./arguments.ts";
import { quantilesOf, round } from "./measure/quantiles.ts";
import { bar, barLines, machine, printResult } from "./output/bars.ts";
import { table } from "./output/table.ts";

const SCRIPT_MS = 4;
const DRAW_CALLS = 150;
/** A laptop's window. */
const WINDOW = { width: 1_280, height: 800 };
/** Programs are compiled and lamps computed in the first frames, and the ladder finds its level. */
const WARM_UP_MS = 8_000;

const flags = [
  ...["--headless", "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
  ...["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"],
  "--disable-sync",
];

const wish = readArguments("world-page: script a frame and draw calls of the 3D page", {
  people: { value: 200, help: "players in view, besides all that is in the realm" },
  seconds: { value: 15, help: "measured, of each realm" },
});

/** Where the viewer stands: with room before them for everybody. */
const views = [
  { realm: "golden-dragon", at: "2,0,27", minute: 1_250 },
  { realm: "whisperwood", at: "12,0,21", minute: 600 },
];

interface Sample {
  scriptMs: number;
  drawCalls: number;
}

const types: Record<string, string> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };

async function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    try {
      const file = join(folder, pathname === "/" ? "index.html" : pathname);
      const body = readFileSync(file);
      response.setHeader("content-type", types[extname(file)] ?? "application/octet-stream");
      response.end(body);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

/** Frames of one view, after the first seconds. */
async function measure(browser: Browser, origin: string, view: (typeof views)[number]) {
  const page = await browser.newPage({ viewport: WINDOW });
  const query = `realm=${view.realm}&people=${wish.people}&at=${view.at}&minute=${view.minute}&reach=13&yaw=0`;
  await page.goto(`${origin}/?${query}`);
  await page.waitForFunction("window.stage?.stats.frames > 5", undefined, { timeout: 120_000 });
  await page.waitForTimeout(WARM_UP_MS);
  await page.evaluate("window.samples.length = 0");
  await page.waitForTimeout(wish.seconds * 1_000);
  const samples: Sample[] = await page.evaluate("window.samples");
  const triangles: number = await page.evaluate("window.stage.stats.triangles");
  const level: number = await page.evaluate("window.stage.stats.level");
  await page.close();
  const script = quantilesOf(samples.map(({ scriptMs }) => scriptMs));
  return { realm: view.realm, script, drawCalls: Math.max(...samples.map((one) => one.drawCalls)), triangles, level };
}

const folder = mkdtempSync(join(tmpdir(), "skerry-stage-"));
const root = join(import.meta.dirname, "stage");
await build({
  root,
  configFile: false,
  logLevel: "error",
  build: { outDir: folder, emptyOutDir: true, chunkSizeWarningLimit: 2_000 },
});
const server = await serve(folder);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: flags });
const results: Awaited<ReturnType<typeof measure>>[] = [];
try {
  const { port } = server.address() as AddressInfo;
  for (const view of views) results.push(await measure(browser, `http://127.0.0.1:${port}`, view));
} finally {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true, force: true });
}

const bars = results.flatMap(({ realm, script, drawCalls }) => [
  bar(`${realm}: script a frame, p50 ms`, round(script.p50), SCRIPT_MS),
  bar(`${realm}: draw calls`, drawCalls, DRAW_CALLS),
]);
console.log(`${table(
  ["realm", "frames", "script p50 ms", "p99", "max", "draw calls", "triangles", "level"],
  results.map(({ realm, script, drawCalls, triangles, level }) => [
    realm,
    script.count,
    script.p50,
    script.p99,
    script.max,
    drawCalls,
    triangles,
    level,
  ]),
)}

Script: from the beginning of the frame's callback to its end, with interpolation, all writes to the page and all calls to
WebGL. The graphics are drawn by the processor in another process; where its queue is full, waiting for it counts as well.

${barLines(bars)}
`);
printResult({
  bench: "world-page",
  machine: machine(),
  people: wish.people,
  seconds: wish.seconds,

  results,
  bars,
});
if (bars.some(({ met }) => !met)) process.exit(1);
