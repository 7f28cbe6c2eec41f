import type { Tokens } from "../../api/ports.ts";
import { ok, type Result } from "../../core/protocol/index.ts";
import type { FileSql } from "../file-sql.ts";

const ASK_WITHIN_MS = 10_000;
const table =
  "CREATE TABLE IF NOT EXISTS uplink_tokens (origin TEXT NOT NULL, subject TEXT NOT NULL, token TEXT NOT NULL, PRIMARY KEY (origin, subject)) WITHOUT ROWID";

/** The person of a token of this node, and the token that they have above. */
export interface ExchangedToken {
  subject: string;
  token: string;
}

export interface UplinkTokens {
  /** Rejects where the server above cannot be reached; an error says that the token is none of this node's. */
  exchange(token: string): Promise<Result<ExchangedToken>>;
  /** The token of this person is refused above. */
  forget(subject: string): void;
}

/** Guest tokens of another server, one for each person of this node, kept so that they are the same person there. */
export function uplinkTokens(origin: string, sql: FileSql, tokens: Pick<Tokens, "read">): UplinkTokens {
  let isMade = false;
  // Not at once: a file that cannot be read keeps people from the worlds above, and the node from nothing else.
  const stored: FileSql["exec"] = (statement, ...values) => {
    if (!isMade) sql.exec(table);
    isMade = true;
    return sql.exec(statement, ...values);
  };
  /** Two connections of one person at once get one token. */
  const asked = new Map<string, Promise<string>>();
  const ask = async (subject: string): Promise<string> => {
    const [row] = stored("SELECT token FROM uplink_tokens WHERE origin = ? AND subject = ?", origin, subject);
    if (typeof row?.["token"] === "string") return row["token"];
    const token = await newSession(origin);
    stored("INSERT OR REPLACE INTO uplink_tokens (origin, subject, token) VALUES (?, ?, ?)", origin, subject, token);
    return token;
  };
  return {
    async exchange(token) {
      const claims = await tokens.read(token);
      if (!claims.ok) return claims;
      const { subject } = claims.value;
      const asking = asked.get(subject) ?? ask(subject).finally(() => asked.delete(subject));
      asked.set(subject, asking);
      return ok({ subject, token: await asking });
    },
    forget(subject) {
      stored("DELETE FROM uplink_tokens WHERE origin = ? AND subject = ?", origin, subject);
    },
  };
}

async function newSession(origin: string): Promise<string> {
  const signal = AbortSignal.timeout(ASK_WITHIN_MS);
  const response = await fetch(new URL("/api/v1/sessions", origin), { method: "POST", signal });
  const body = (await response.json()) as { token?: unknown };
  if (response.status !== 201 || typeof body.token !== "string")
    throw new Error(`no session above: ${response.status}`);
  return body.token;
}
