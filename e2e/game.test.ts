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

describe("a game, as people play it", () => {
  it("a host on a laptop and players on phones, on an insecure origin, from the first page to the podium", async () => {
    const home = `http://localhost:${server.port}`;
    const host = await Someone.at(browser, "laptop", "Host");
    await host.page.goto(home);
    await host.shot("home-laptop");
    await host.page.getByLabel(/topic/i).fill("Space");
    await host.page.getByText(/^more$/i).click();
    await host.page
      .getByLabel(/how many|questions/i)
      .first()
      .fill("4");
    await host.page
      .getByLabel(/seconds/i)
      .first()
      .fill("8");
    await host.press(/make the quiz/i);
    await host.sees("lobby");
    const code = new URL(host.page.url()).pathname.split("/").at(-1);
    await host.page.getByText(/more links/i).click();
    const elsewhere = await host.page.getByLabel(/another device/i).inputValue();
    const joinUrl = `http://${LAN_HOST}:${server.port}/r/${code}`;

    const [anna, bjorn] = [await Someone.at(browser, "phone", "Anna"), await Someone.at(browser, "phone", "Björn")];
    await anna.page.goto(joinUrl);
    await anna.shot("join-phone");
    expect(await anna.page.evaluate(() => isSecureContext)).toBe(false);
    await anna.join(joinUrl);
    await bjorn.join(joinUrl);
    await host.page.getByText("Björn").waitFor();
    await anna.shot("lobby-phone");
    await host.shot("lobby-laptop");

    await host.press(/^start$/i);
    const startedMs = Date.now();
    await anna.sees("question");
    expect(Date.now() - startedMs).toBeLessThan(3_500);
    await anna.page.locator("[data-option]").first().waitFor();
    await anna.shot("question-phone");
    await host.shot("question-laptop");

    // Anna answers and reloads in the middle of the question: her answer is still there, and cannot be given again.
    await anna.answer(0);
    await anna.page.reload();
    await anna.sees("question");
    await anna.answered();
    await bjorn.answer(1);
    await anna.sees("reveal");
    await anna.shot("reveal-phone");
    await host.shot("reveal-laptop");

    // A third one comes late, while the second question is open: in from the next.
    await anna.sees("standings");
    await anna.shot("standings-phone");
    await anna.sees("question");
    const late = await Someone.at(browser, "phone", "咲良");
    await late.join(joinUrl);
    await late.page.getByText(/in from the next question/i).waitFor();
    await late.shot("late-phone");

    // The host's tab is closed for a whole question: the game goes on by itself.
    await host.context.close();
    await anna.answer(2);
    await bjorn.answer(3);
    await anna.sees("reveal");
    await anna.sees("standings");
    await anna.sees("question");
    await Promise.all([anna.answer(0), bjorn.answer(1), late.answer(2)]);
    await late.sees("reveal");

    // The host comes back, on another device, with the host token.
    const back = await Someone.at(browser, "laptop", "Host again");
    await back.page.goto(elsewhere.replace(new URL(elsewhere).origin, home));
    await back.sees("reveal");
    await back.press(/pause/i);
    await anna.page
      .getByText(/paused/i)
      .first()
      .waitFor();
    await anna.shot("paused-phone");
    await back.press(/resume|go on|continue/i);
    await anna.sees("question", 30_000);
    await Promise.all([anna.answer(3), bjorn.answer(3), late.answer(3)]);
    await anna.sees("podium", 30_000);
    await back.sees("podium");
    await anna.shot("podium-phone");
    await back.shot("podium-laptop");

    // Everybody sees the same scores, and nobody's browser complained.
    const places = await back.page.locator("main").textContent();
    for (const { name } of [anna, bjorn, late]) expect(places).toContain(name);
    await back.page.getByRole("link", { name: /results/i }).click();
    await back.page.getByText("Björn").first().waitFor();
    await back.shot("results-laptop");
    for (const { name, complaints } of [anna, bjorn, late, back])
      expect({ name, complaints }).toEqual({ name, complaints: [] });
  });

  it("says what is wrong: a mistyped code, a room that is not there, a room that was deleted", async () => {
    const visitor = await Someone.at(browser, "phone", "Visitor");
    await visitor.page.goto(`http://${LAN_HOST}:${server.port}/r/ABCDEF`);
    await visitor.page
      .getByText(/not a room code|typing error|check/i)
      .first()
      .waitFor();
    await visitor.shot("bad-code-phone");
    await visitor.page.goto(`http://${LAN_HOST}:${server.port}/nowhere`);
    await visitor.page.getByRole("link").first().waitFor();
    await visitor.shot("not-found-phone");
  });

  it("the whole of it by keyboard, and by the screen for everybody to see", async () => {
    const home = `http://localhost:${server.port}`;
    const made = (await (
      await fetch(`${home}/api/v1/rooms`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ topic: "animals", questions: 1, seconds: 10, auto: false }),
      })
    ).json()) as { hostUrl: string; screenUrl: string; joinUrl: string; code: string };
    const screen = await Someone.at(browser, "laptop", "Screen");
    await screen.page.goto(made.screenUrl.replace(new URL(made.screenUrl).origin, home));
    await screen.sees("lobby");
    const player = await Someone.at(browser, "laptop", "Keys");
    await player.page.goto(`${home}/r/${made.code}`);
    await player.page.getByLabel(/name/i).first().focus();
    await player.page.keyboard.type("Keys");
    await player.page.keyboard.press("Enter");
    await player.sees("lobby");
    await screen.page.getByText("Keys").waitFor();
    await screen.shot("screen-lobby");
    const host = await Someone.at(browser, "laptop", "Host");
    await host.page.goto(made.hostUrl);
    await host.press(/^start$/i);
    await player.sees("question");
    await player.page.locator("[data-option]").first().waitFor();
    await player.page.keyboard.press("b");
    await screen.sees("reveal");
    await screen.shot("screen-reveal");
    for (const { name, complaints } of [screen, player, host])
      expect({ name, complaints }).toEqual({ name, complaints: [] });
  });
});
