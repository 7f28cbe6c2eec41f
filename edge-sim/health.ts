import { request } from "node:http";
import { addressFromHere } from "./lan-address.ts";

const WAIT_MS = 5_000;

/** How a node answered. */
export interface HealthAnswer {
  isWell: boolean;
  /** One line for people. */
  text: string;
}

/** Asks a running node of this machine how it is. It has the answer to give within 5 s. */
export async function askHealth(config: { host: string; port: number; hosts: string[] }): Promise<HealthAnswer> {
  const { host, port, hosts } = config;
  const url = new URL(`http://${addressFromHere(host)}:${port}/health`);
  // A node that answers for certain names only answers this too.
  const [name = url.host] = hosts;
  try {
    return healthOf(await get(url, name));
  } catch (error) {
    const why = error instanceof Error && "code" in error ? String(error.code) : "it said nothing";
    return { isWell: false, text: `No node answers at ${url.href} (${why}).` };
  }
}

function get(url: URL, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      { agent: false, headers: { host }, signal: AbortSignal.timeout(WAIT_MS) },
      (response) => {
        let body = "";
        response.setEncoding("utf8");
        response.on("data", (text: string) => {
          body += text;
        });
        response.on("end", () => resolve(body));
        response.on("error", reject);
      },
    );
    asked.on("error", reject);
    asked.end();
  });
}

/** What `/health` says, and whatever else may have answered on that port. */
function healthOf(body: string): HealthAnswer {
  const parts = partsOf(body);
  if (parts === null) return { isWell: false, text: "Something answers there, but it is no node." };
  const ill = parts.filter(({ ok }) => !ok).map(({ name }) => name);
  if (ill.length > 0) return { isWell: false, text: `The node is not well: ${ill.join(", ")}.` };
  return { isWell: true, text: `The node is well: ${parts.map(({ name }) => name).join(", ")}.` };
}

function partsOf(body: string): { name: string; ok: boolean }[] | null {
  try {
    const health: unknown = JSON.parse(body);
    if (typeof health !== "object" || health === null || !("dependencies" in health)) return null;
    const { dependencies } = health;
    return Array.isArray(dependencies) ? dependencies.map(partOf) : null;
  } catch {
    return null;
  }
}

function partOf(part: unknown): { name: string; ok: boolean } {
  const { name, ok } = { name: "?", ok: false, ...(typeof part === "object" ? part : null) };
  return { name: String(name), ok: ok === true };
}
