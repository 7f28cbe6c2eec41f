import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { runEdge } from "../testing/edge-program.ts";

const root = resolve(import.meta.dirname, "..");

/** An edge node as a program of its own, on free ports, with nothing kept from before. */
export interface StartedEdge {
  url: URL;
  telnetPort: number;
  stop(): Promise<void>;
}

/** Runs what `npm run edge` runs, which builds the pages where it must. */
export async function npmRunEdge(): Promise<StartedEdge> {
  const folder = mkdtempSync(join(tmpdir(), "skerry-e2e-"));
  const flags = ["--port", "0", "--telnet", "0", "--udp", "off", "--mdns", "off", "--data", folder, "--log", "json"];
  const program = runEdge(process.execPath, [join(root, "scripts/edge.mjs"), "--host", "127.0.0.1", ...flags], {});
  const stop = async () => {
    program.child.kill("SIGTERM");
    await program.ended();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const { url, telnetPort } = await program.listening();
    if (telnetPort === null) throw new Error(`it does not listen for telnet: ${program.output()}`);
    return { url, telnetPort, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
