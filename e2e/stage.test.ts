import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LAN_HOST, openBrowser, Someone } from "./people.ts";
import { npmStart, type StartedServer } from "./server.ts";

let server: StartedServer;
let browser: Browser;

beforeAll(async () => {
  server = await npmStart();
  browser = await openBrowser({ webgl: true });
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const unique = Date.now().toString(36).slice(-5);

async function enter(someone: Someone, words = false): Promise<void> {
  if (words) await someone.context.addInitScript(() => localStorage.setItem("skerry.world.view", "words"));
  await someone.page.goto(`http://${LAN_HOST}:${server.port}/world/golden-dragon`);
  await someone.sees("entrance");
  await someone.page.getByLabel(/name/i).fill(`${someone.name} ${unique}`);
  await someone.page.keyboard.press("Enter");
  await someone.sees("world");
  if (words) return;
  await someone.page.locator(".stage canvas").waitFor({ timeout: 60_000 });
}

async function type(someone: Someone, line: string): Promise<void> {
  await someone.page.getByPlaceholder(/look, north/).fill(line);
  await someone.page.keyboard.press("Enter");
}

/** Walks in 3D for as long as it takes, as a person would: until they see that they are there. */
async function walk(someone: Someone, key: string, until: () => Promise<unknown>): Promise<void> {
  await someone.page.locator(".stage").focus();
  await someone.page.keyboard.down(key);
  try {
    await until();
  } finally {
    await someone.page.keyboard.up(key);
  }
}

const log = ({ page }: Someone) => page.getByRole("log");
const place = ({ page }: Someone, title: string) => page.locator(".where", { hasText: title });
const tag = ({ page }: Someone, name: string) => page.locator(".stage-tags bdi", { hasText: `${name} ${unique}` });

/** How somebody's name stands on a stage: where, and how clearly. */
const lookOf = (someone: Someone, name: string) =>
  tag(someone, name).evaluateAll((tags) => tags.map((one) => one.getAttribute("style")).join());

describe("a world in three dimensions", () => {
  it("two people see each other walk through a door, and hear somebody who plays in words", async () => {
    const [anna, ben] = [await Someone.at(browser, "laptop", "Anna"), await Someone.at(browser, "phone", "Ben")];
    const cleo = await Someone.at(browser, "phone", "Cleo");
    await enter(anna);
    await enter(ben);
    await enter(cleo, true);
    await tag(ben, "Anna").waitFor({ timeout: 30_000 });
    await anna.shot("stage-laptop");

    await type(cleo, "say mind the step");
    for (const one of [anna, ben]) await log(one).getByText(`Cleo ${unique} says: “mind the step”`).waitFor();

    // It may be open: the tavern's people come and go.
    await type(cleo, "close front door");
    await type(cleo, "open front door");
    await log(anna).getByText(`Cleo ${unique} opens the front door.`).waitFor();
    const before = await lookOf(ben, "Anna");
    await walk(anna, "KeyS", () => place(anna, "Dragon Square").waitFor({ timeout: 45_000 }));
    for (const one of [ben, cleo]) await log(one).getByText(`Anna ${unique} leaves to the south.`).waitFor();
    await expect.poll(() => lookOf(ben, "Anna"), { timeout: 20_000 }).not.toBe(before);
    await ben.shot("stage-phone");

    // From out there she sees the two inside, and comes back to them.
    await walk(anna, "KeyW", () => place(anna, "The Common Room").waitFor({ timeout: 45_000 }));
    await log(ben).getByText(`Anna ${unique} arrives from the south.`).waitFor();
    await anna.page.waitForTimeout(1_000);
    expect([...anna.complaints, ...ben.complaints, ...cleo.complaints]).toEqual([]);
  }, 240_000);

  it("shows the same world in words to who wants words, and remembers that", async () => {
    const anna = await Someone.at(browser, "phone", "Dora");
    await enter(anna);
    await anna.press(/^words/i);
    await anna.page.locator(".stage").waitFor({ state: "detached" });
    await anna.page.reload();
    await anna.sees("world");
    await type(anna, "look");
    await log(anna).getByText("The Common Room").first().waitFor();
    expect(await anna.page.locator(".stage").count()).toBe(0);
    const loaded = await anna.page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
    expect(loaded.filter((name) => /stage|rapier/.test(name))).toEqual([]);
  }, 120_000);
});
