import { request } from "node:http";

const WITHIN_MS = 5_000;

/** Where a node listens, and for which names it answers, as it is configured. */
export interface HealthQuestion {
  host: string;
  port: number;
  hosts: readonly string[];
  print(line: string): void;
  complain(line: string): void;
}

/**
 * `skerry-edge health`: asks the node on this machine how it is. Gives the exit code: 0 if it is well, 1 if it is not, or
 * does not answer.
 */
export async function healthCommand({ host, port, hosts, print, complain }: HealthQuestion): Promise<number> {
  const address = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  try {
    const { status, body } = await get(address, port, hosts[0]);
    for (const { name, ok, detail } of dependenciesIn(body)) {
      (ok ? print : complain)(`${ok ? "well    " : "NOT WELL"}  ${name}${detail ? `: ${detail}` : ""}`);
    }
    if (status === 200) return 0;
    complain(`The node on port ${port} is not well (${status}).`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    complain(`The node on port ${port} does not answer: ${reason}`);
  }
  return 1;
}

/** @param name one of the names that the node answers for; without it, the address */
function get(address: string, port: number, name?: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = name === undefined ? {} : { host: name };
    const options = {
      host: address,
      port,
      path: "/health",
      headers,
      agent: false,
      signal: AbortSignal.timeout(WITHIN_MS),
    };
    const asked = request(options, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (text) => {
        body += text;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
      response.on("error", reject);
    });
    asked.on("error", reject);
    asked.end();
  });
}

/** What the answer says of each dependency; nothing where it is no answer of a node. */
function dependenciesIn(body: string): { name: string; ok: boolean; detail: string }[] {
  let read: unknown;
  try {
    read = JSON.parse(body);
  } catch {
    return [];
  }
  const list = typeof read === "object" && read !== null && "dependencies" in read ? read.dependencies : [];
  if (!Array.isArray(list)) return [];
  return list.map((one: { name?: unknown; ok?: unknown; detail?: unknown }) => {
    return {
      name: String(one?.name),
      ok: one?.ok === true,
      detail: one?.detail === undefined ? "" : String(one.detail),
    };
  });
}
