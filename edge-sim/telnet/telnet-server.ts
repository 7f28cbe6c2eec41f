import { createServer, type Server, type Socket } from "node:net";
import { addressKey } from "../../api/address.ts";
import type { ServerStatus } from "../../core/telnet/subnegotiations.ts";
import { CrowdRenderer } from "../../core/telnet/text/crowd-renderer.ts";
import { type TelnetLimits, telnetLimits } from "./telnet-limits.ts";
import { type LineSurroundings, TelnetLine } from "./telnet-line.ts";

/** Overdue things are looked for this often, for all connections together. */
const TICK_MS = 250;

/** What a telnet server is started with. */
export interface TelnetOptions extends Omit<LineSurroundings, "limits" | "status" | "renderer"> {
  host: string;
  /** 0: any that is free. */
  port: number;
  /** What directories of MUDs are told beside what the server knows of itself (MSSP's names). */
  status(): ServerStatus;
  limits?: Partial<TelnetLimits>;
}

/** A running telnet server. */
export interface TelnetServer {
  readonly port: number;
  /** Who is connected. */
  readonly size: number;
  /** Tells everybody, and closes all that is open. */
  stop(): Promise<void>;
}

/** Starts a server. Rejects where the port is taken. */
export async function startTelnet(options: TelnetOptions): Promise<TelnetServer> {
  const clock = () => options.clock();
  const count = (name: string, by: number) => options.count(name, by);
  const report = (error: unknown, where: string) => options.report(error, where);
  const limits = { ...telnetLimits, ...options.limits };
  const lines = new Map<Socket, { line: TelnetLine; key: string }>();
  const startedSeconds = Math.floor(clock() / 1_000);
  let port = options.port;
  const around: LineSurroundings = {
    limits,
    clock,
    accounts: (address) => options.accounts(address),
    places: options.places,
    renderer: new CrowdRenderer(),
    play: (ports) => options.play(ports),
    status,
    count,
    report,
  };

  function status(): ServerStatus {
    const playing = [...lines.values()].filter(({ line }) => line.isPlaying).length;
    return { ...ownStatus(playing, startedSeconds, port), ...options.status() };
  }

  /** Why somebody from there is not taken; `null` if they are. */
  function refusal(key: string): { name: string; message: string } | null {
    if (lines.size >= limits.connectionsMax) {
      return { name: "full", message: "The server is full. Try again in a while." };
    }
    const own = [...lines.values()].filter((one) => one.key === key).length;
    if (own < limits.connectionsPerAddressMax) return null;
    return { name: "address", message: `There are ${own} connections from your address already. Close one of them.` };
  }

  function accept(socket: Socket): void {
    const address = socket.remoteAddress ?? "unknown";
    const key = addressKey(address);
    const refused = refusal(key);
    if (refused) {
      count(`telnet_refused_${refused.name}`, 1);
      return turnAway(socket, refused.message);
    }
    count("telnet_opened", 1);
    socket.setNoDelay(true);
    lines.set(socket, { line: new TelnetLine(socket, address, around), key });
    socket.once("close", () => lines.delete(socket));
  }

  const server = createServer(accept);
  port = await listen(server, options);
  server.on("error", (error) => report(error, "the telnet server"));
  const ticking = setInterval(() => {
    const nowMs = clock();
    for (const { line } of lines.values()) line.tick(nowMs);
  }, TICK_MS);

  async function stop(): Promise<void> {
    clearInterval(ticking);
    const isClosed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const { line } of lines.values()) line.end("stopped");
    const impatience = setTimeout(() => {
      for (const { line } of lines.values()) line.destroy();
    }, limits.goodbyeMs);
    await isClosed;
    clearTimeout(impatience);
  }

  return {
    port,
    get size() {
      return lines.size;
    },
    stop,
  };
}

function turnAway(socket: Socket, message: string): void {
  socket.on("error", () => undefined);
  // Half open it would be kept until the peer closes, which an attacker never does.
  socket.once("finish", () => socket.destroy());
  socket.end(`${message}\r\n`);
}

function ownStatus(players: number, startedSeconds: number, port: number): ServerStatus {
  return {
    NAME: "Skerry",
    PLAYERS: players,
    UPTIME: startedSeconds,
    CODEBASE: "Skerry",
    FAMILY: "Custom",
    PORT: port,
    LANGUAGE: "English",
    "CRAWL DELAY": -1,
    ANSI: 1,
    "XTERM 256 COLORS": 1,
    "XTERM TRUE COLORS": 1,
    "UTF-8": 1,
    GMCP: 1,
    MCCP: 1,
  };
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}
