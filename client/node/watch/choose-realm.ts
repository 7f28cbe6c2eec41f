import { answer, json } from "../../http-call.ts";
import { RequestError } from "../../request-error.ts";
import { lookUpRealm } from "../../world-http.ts";
import { Trouble } from "./trouble.ts";
import type { WatchOptions } from "./watch-options.ts";

/** The realm that is to be watched. Rejects with a `Trouble` that says which there are, or a `RequestError`. */
export async function chooseRealm({ origin, realm }: WatchOptions): Promise<string> {
  if (realm !== null) {
    try {
      return (await lookUpRealm(realm, { origin })).realm;
    } catch (error) {
      if (!(error instanceof RequestError) || error.code !== "REALM_NOT_FOUND") throw error;
    }
  }
  const realms = await listRealms(origin);
  const [first] = realms;
  if (realm !== null) throw new Trouble(`There is no realm ${realm} at ${origin}. ${thereAre(realms)}`);
  if (first === undefined) throw new Trouble(`There are no realms at ${origin}.`);
  return first;
}

function thereAre(realms: readonly string[]): string {
  return realms.length === 0 ? "There are none." : `There are: ${realms.join(", ")}.`;
}

async function listRealms(origin: string): Promise<string[]> {
  const { realms } = json<{ realms?: unknown }>(await answer(fetch, `${origin}/api/v1/realms`));
  if (!Array.isArray(realms)) return [];
  return realms.flatMap((one: { realm?: unknown } | null) => (typeof one?.realm === "string" ? [one.realm] : []));
}
