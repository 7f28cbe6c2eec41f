import type { LogLine } from "../api/ports.ts";
import type { NodeHealth } from "./health/node-health.ts";
import { findServiceManager } from "./health/service-manager.ts";
import { startWatchdog } from "./health/watchdog.ts";
import { type LocalName, startLocalName } from "./local-name/local-name.ts";

/** A node that serves, and how it is to be looked after. */
export interface AttendanceParts {
  /** The node's name, the address it listens on, and whether the LAN is told of it. */
  config: { name: string; host: string; mdns: boolean };
  node: { port: number; telnetPort: number | null };
  /** Where the name on the LAN is told of, too. */
  health?: NodeHealth;
  environment: Record<string, string | undefined>;
  log(line: LogLine): void;
}

/** What goes on beside serving. */
export interface Attendance {
  /** To be called when the node begins to stop. */
  stopping(): Promise<void>;
  /** To be called when it has stopped. */
  stop(): Promise<void>;
}

/**
 * Looks after a node that serves: tells the LAN its name, tells systemd that it is ready, and ends the process where it
 * hangs. Not before it serves: a world that is taken up after a crash may take a slow board some time, which is no hang.
 */
export function attend({ config, node, health, environment, log }: AttendanceParts): Attendance {
  const { name: nodeName, host } = config;
  const watchdog = startWatchdog();
  const manager = findServiceManager(environment, log);
  void manager.ready(`port ${node.port}`);
  const { port: httpPort, telnetPort } = node;
  const name = config.mdns ? startLocalName({ nodeName, host, httpPort, telnetPort, log }) : null;
  if (name) health?.add("local name", () => findingOf(name), true);
  return {
    async stopping() {
      await Promise.all([manager.stopping(), name?.stop()]);
    },
    stop: () => watchdog.stop(),
  };
}

function findingOf(name: LocalName) {
  const { name: told, problem } = name.state();
  if (told) return { ok: true, detail: told };
  return { ok: problem === null, detail: problem ?? "being claimed" };
}
