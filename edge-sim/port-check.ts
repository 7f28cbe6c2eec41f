import { createSocket } from "node:dgram";
import { createServer, isIPv6 } from "node:net";
import { PORT_MAX } from "./config/readers.ts";
import { type SettingKey, settings } from "./config/settings.ts";
import type { EdgeConfig } from "./config.ts";

/** Lower ones are for the system's administrator. */
const OPEN_PORTS = 1_024;

/** A port that the node will listen on. */
export interface Listener {
  setting: SettingKey;
  protocol: "TCP" | "UDP";
  what: string;
  host: string;
  port: number;
}

/** All ports that a configuration asks for. */
export function listenersOf({ host, port, telnetPort, udpPort }: EdgeConfig): Listener[] {
  const listeners: Listener[] = [{ setting: "port", protocol: "TCP", what: "pages and the API", host, port }];
  if (typeof telnetPort === "number")
    listeners.push({ setting: "telnet", protocol: "TCP", what: "telnet", host, port: telnetPort });
  if (typeof udpPort === "number")
    listeners.push({ setting: "udp", protocol: "UDP", what: "UDP", host, port: udpPort });
  return listeners;
}

/** Tries them all, before anything is opened, and says in a sentence each which cannot be had and what to do. */
export async function portProblems(listeners: readonly Listener[]): Promise<string[]> {
  const codes = await Promise.all(listeners.map((one) => (one.protocol === "TCP" ? tryTcp(one) : tryUdp(one))));
  const problems = listeners.flatMap((listener, i) => (codes[i] ? [listenProblem(listener, codes[i])] : []));
  return [...new Set(problems)];
}

/** The same for an error that came when the node listened in earnest; `null` if it is about no listener. */
export function problemOf(error: unknown, listeners: readonly Listener[]): string | null {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error)) return null;
  const { syscall, code } = error;
  if (syscall !== "listen" && syscall !== "bind") return null;
  const port = "port" in error ? error.port : undefined;
  const listener = listeners.find((one) => one.protocol === (syscall === "bind" ? "UDP" : "TCP") && one.port === port);
  return listener ? listenProblem(listener, String(code)) : null;
}

function listenProblem({ setting, protocol, what, host, port }: Listener, code: string): string {
  const kind = protocol === "UDP" ? "UDP port" : "Port";
  const named = what === protocol ? `${kind} ${port}` : `${kind} ${port}, for ${what},`;
  const another = `Choose another: ${waysTo(setting, nextPort(port, code))}`;
  if (code === "EADDRINUSE") return `${named} is taken. ${another}`;
  if (code === "EACCES") return `${named} is not for this user, but those from ${OPEN_PORTS} up are. ${another}`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return `${host} is no address of this machine. Choose another: ${waysTo("host", "0.0.0.0")}`;
  }
  return `${named} cannot be used (${code}). ${another}`;
}

function nextPort(port: number, code: string): string {
  const next = code === "EACCES" ? port + 8_000 : port + 1;
  return String(next <= PORT_MAX ? next : OPEN_PORTS);
}

function waysTo(setting: SettingKey, value: string): string {
  const { flag, variable } = settings[setting];
  return `${flag} ${value}, or ${variable}=${value}`;
}

/** The code of the error why this cannot be listened on; `null` if it can. */
function tryTcp({ host, port }: Listener): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen(port, host, () => probe.close(() => resolve(null)));
  });
}

function tryUdp({ host, port }: Listener): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createSocket(isIPv6(host) ? "udp6" : "udp4");
    probe.once("error", (error: NodeJS.ErrnoException) => {
      probe.close();
      resolve(error.code ?? error.message);
    });
    probe.bind(port, host, () => probe.close(() => resolve(null)));
  });
}
