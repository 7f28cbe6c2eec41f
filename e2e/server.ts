import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");

/** The server that `npm start` starts, on a free port. */
export interface StartedServer {
  port: number;
  /** Everything it has printed. */
  output(): string;
  stop(): Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer();
    probe.listen(0, "0.0.0.0", () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Runs `npm start` and waits until it says that it is up. */
export async function npmStart(): Promise<StartedServer> {
  const port = await freePort();
  const child = spawn("npm", ["start"], {
    cwd: root,
    env: { ...process.env, PORT: String(port), GROQ_API_KEY: "", GROQ_BASE_URL: "" },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let printed = "";
  child.stdout.on("data", (data) => {
    printed += data;
  });
  child.stderr.on("data", (data) => {
    printed += data;
  });
  for (const end = Date.now() + 90_000; !printed.includes("Skerry is up"); ) {
    if (child.exitCode !== null || Date.now() > end) {
      await stop(child);
      throw new Error(`npm start did not come up:\n${printed}`);
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  return { port, output: () => printed, stop: () => stop(child) };
}

/** Ends the whole process group that was started here. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const ended = new Promise((done) => child.once("exit", done));
  process.kill(-child.pid, "SIGTERM");
  await ended;
}
