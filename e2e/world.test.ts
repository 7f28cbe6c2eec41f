import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LAN_HOST, openBrowser, Someone } from "./people.ts";
import { npmStart, type StartedServer } from "./server.ts";

let server: StartedServer;
let browser: Browser;

beforeAll(async () => {
  server = await npmStart();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** Opens the tavern's page, and comes in under a name of their own: the server keeps its worlds. */
async function enter(someone: Someone, name: string): Promise<void> {
  await someone.page.goto(`http://${LAN_HOST}:${server.port}/world/golden-dragon`);
  await someone.sees("entrance");
  await someone.page.getByLabel(/name/i).fill(name);
  await someone.page.keyboard.press("Enter");
  await someone.sees("world");
}

async function type(someone: Someone, line: string): Promise<void> {
  await someone.page.getByPlaceholder(/look, north/).fill(line);
  await someone.page.keyboard.press("Enter");
}

const logOf = ({ page }: Someone) => page.getByRole("log");

describe("a world in words", () => {
  it("two people on an insecure origin see each other walk through a door, speak and carry things", async () => {
    const unique = Date.now().toString(36).slice(-5);
    const anna = await Someone.at(browser, "phone", "Anna");
    const ben = await Someone.at(browser, "laptop", "Ben");
    await anna.page.goto(`http://${LAN_HOST}:${server.port}/world/golden-dragon`);
    await anna.sees("entrance");
    await anna.shot("world-entrance-phone");
    await enter(anna, `Anna ${unique}`);
    await enter(ben, `Ben ${unique}`);
    await logOf(anna).getByText(`Ben ${unique} appears.`).waitFor();

    await type(ben, "say good evening");
    await logOf(anna).getByText(`Ben ${unique} says: “good evening”`).waitFor();
    await type(ben, "help get");
    await logOf(ben).getByText("Picks a thing up.").waitFor();
    await anna.shot("world-phone");
    await ben.shot("world-laptop");

    await type(ben, "east");
    await logOf(anna).getByText(`Ben ${unique} leaves to the east.`).waitFor({ timeout: 20_000 });
    await anna.page.reload();
    await anna.sees("world");
    await type(anna, "look");
    await logOf(anna).getByText("The Common Room").first().waitFor();
    expect(await anna.page.locator("main").evaluate((main) => main.scrollWidth <= window.innerWidth)).toBe(true);
  }, 120_000);

  it("says so where there is no such realm", async () => {
    const anna = await Someone.at(browser, "phone", "Anna");
    await anna.page.goto(`http://localhost:${server.port}/world/atlantis`);
    await anna.sees("not-found");
  }, 60_000);
});
