import { join } from "node:path";
import type { Tokens } from "../../api/ports.ts";
import { WordsPlayer } from "../../client/words/words-player.ts";
import type { Places } from "../../client/words/words-ports.ts";
import type { EdgeConfig } from "../config.ts";
import { reportUnreadable } from "../file-opener.ts";
import { FileSql } from "../file-sql.ts";
import type { Surroundings } from "../socket-process.ts";
import { version } from "../version.ts";
import { AccountBook } from "./accounts.ts";
import { startTelnet, type TelnetServer } from "./telnet-server.ts";

interface Parts {
  places: Places;
  tokens: Tokens;
  around: Surroundings;
}

/** Telnet as a node's settings want it; `null`: not at all. Rejects if the port is taken. */
export async function nodeTelnet(
  { host, telnetPort, dataFolder, name }: EdgeConfig,
  { places, tokens, around }: Parts,
): Promise<TelnetServer | null> {
  if (typeof telnetPort !== "number") return null;
  const { clock, count, report } = around;
  const sql = new FileSql(join(dataFolder, "accounts.sqlite"));
  reportUnreadable(sql, report);
  const issue = (subject: string) => tokens.issue({ kind: "guest", subject });
  const accounts = new AccountBook({ sql, clock, issue, count });
  const server = await startTelnet({
    host,
    port: telnetPort,
    clock,
    accounts: (address) => accounts.at(address),
    places,
    play: (ports) => new WordsPlayer(ports),
    status: () => ({ NAME: `Skerry on ${name ?? "a board"}`, CODEBASE: `Skerry ${version}` }),
    count,
    report,
  });
  return {
    port: server.port,
    get size() {
      return server.size;
    },
    async stop() {
      await server.stop();
      sql.close();
    },
  };
}
