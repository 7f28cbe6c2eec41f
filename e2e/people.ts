import { existsSync, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

/** Where screenshots go: to be looked at, not compared. */
const shots = resolve(import.meta.dirname, "../.build/screenshots");

/** A name that is not a secure context, as on a LAN; it leads to this machine. */
export const LAN_HOST = "skerry.lan";

const places = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Draws on the processor: slow, but the same on every machine. */
const webglFlags = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];

/** Chromium; that there is none is an error with a remedy, never a skipped test. Without `webgl` it has no 3D. */
export async function openBrowser({ webgl = false } = {}): Promise<Browser> {
  const executablePath = places.find((place) => place && existsSync(place));
  if (!executablePath) throw new Error("No Chromium found: apt-get install chromium, or set CHROMIUM to its path.");
  mkdirSync(shots, { recursive: true });
  return chromium.launch({
    executablePath,
    args: [
      "--headless",
      "--no-sandbox",
      ...(webgl ? webglFlags : ["--disable-gpu"]),
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      `--host-resolver-rules=MAP ${LAN_HOST} 127.0.0.1`,
    ],
  });
}

const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const laptop = { viewport: { width: 1280, height: 800 } };

/** Somebody at a device of their own: cookies and storage are not shared. */
export class Someone {
  readonly name: string;
  readonly page: Page;
  readonly context: BrowserContext;
  /** What went wrong in the page, by its console. */
  readonly complaints: string[] = [];

  private constructor(name: string, context: BrowserContext, page: Page) {
    this.name = name;
    this.context = context;
    this.page = page;
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") this.complaints.push(message.text());
    });
  }

  static async at(browser: Browser, device: "phone" | "laptop", name: string): Promise<Someone> {
    const context = await browser.newContext(device === "phone" ? phone : laptop);
    return new Someone(name, context, await context.newPage());
  }

  /** Waits until the page shows this phase. */
  async sees(phase: string, withinMs = 20_000): Promise<void> {
    await this.page.locator(`main[data-phase="${phase}"]`).waitFor({ timeout: withinMs });
  }

  async press(name: RegExp): Promise<void> {
    await this.page.getByRole("button", { name }).first().click();
  }

  /** Opens the join link, types the name and joins. */
  async join(url: string): Promise<void> {
    await this.page.goto(url);
    await this.page.getByLabel(/name/i).first().fill(this.name);
    await this.press(/^join$/i);
    await this.page.getByText(this.name).first().waitFor();
  }

  async answer(option: number): Promise<void> {
    await this.page.locator(`[data-option="${option}"]`).first().click();
    await this.answered();
  }

  /** The answer has been accepted; the last one to answer sees the reveal at once. */
  async answered(): Promise<void> {
    const told = this.page.locator("main").getByText(/your answer is in/i);
    await told.or(this.page.locator('main[data-phase="reveal"]')).first().waitFor();
  }

  async shot(name: string): Promise<void> {
    await this.page.screenshot({ path: `${shots}/${name}.png` });
  }
}
