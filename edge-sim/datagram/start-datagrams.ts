import { randomBytes } from "node:crypto";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import { KEY_BYTES } from "../../core/datagram/aead.ts";
import { type ConnectToken, issueToken } from "../../core/datagram/connect-token.ts";
import type { ServerSecrets } from "../../core/datagram/handshakes.ts";
import { CONNECTIONS_MAX, CONNECTIONS_PER_ADDRESS_MAX } from "../../core/datagram/limits.ts";
import type { DatagramTicket } from "../../core/protocol/http-bodies.ts";
import type { OpenPlace, Place } from "../places.ts";
import { placeName, Relay } from "./relay.ts";
import { clockFrom, machineStartMs, type ThreadOrder, type ThreadStart, type ThreadWord } from "./thread-port.ts";
import { xchacha } from "./xchacha.ts";

/** What is new in the thread lives for a moment: a little room is enough, and boards are small. */
const YOUNG_MB = 6;

/** What datagrams need of their node. */
export interface DatagramOptions {
  host: string;
  /** 0: any that is free. */
  port: number;
  /** Host names and addresses by which this node is reached (`192.168.1.5`, `[2001:db8::1]`). */
  names: readonly string[];
  openPlace: OpenPlace;
  count(name: string, by: number): void;
  report(error: unknown, where: string): void;
  /** The thread's program, where it is not beside this one: it was bundled. */
  workerFile?: string | URL;
  connectionsMax?: number;
  connectionsPerAddressMax?: number;
}

/** A port for native clients. */
export interface Datagrams {
  readonly port: number;
  /** What it is bound to. */
  readonly address: string;
  /** False once its thread has ended, wanted or not: clients are served no more. */
  readonly isUp: boolean;
  /** Clients that are connected. */
  readonly size: number;
  /** A ticket for one connection to a place. `host`: by which name the client reaches this node. `null`: not any more. */
  issue(place: Place, host: string): DatagramTicket | null;
  /** Says goodbye to everybody and lets go of the port. */
  stop(): Promise<void>;
}

/**
 * Starts to take connections over UDP, in a thread of their own. Rejects if the port cannot be had, with the error that
 * binding it here would give.
 */
export async function startDatagrams(options: DatagramOptions): Promise<Datagrams> {
  const startMs = machineStartMs();
  const now = clockFrom(startMs);
  const secrets = { tokenKey: random(KEY_BYTES), challengeKey: random(KEY_BYTES) };
  // What Node was started with goes before a thread's own limits. It is for the thread that worlds tick in, which has it by now.
  for (const flag of ["--min-semi-space-size=0", "--max-semi-space-size=0"]) setFlagsFromString(flag);
  const thread = new Worker(options.workerFile ?? new URL("./worker.ts", import.meta.url), {
    name: "datagrams",
    workerData: startOf(options, secrets, startMs),
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  const relay = new Relay({ ...options, post: (batch) => thread.postMessage(batch, [batch.buffer]) });
  const ended = new Promise<void>((resolve) => thread.once("exit", () => resolve()));
  let isOver = false;
  thread.on("error", (error) => options.report(error, "datagrams"));
  const { port, address } = await listening(thread, ended, options);
  thread.on("message", (message: Uint8Array | ThreadWord) => {
    if (message instanceof Uint8Array) relay.take(message);
  });
  void ended.then(() => {
    isOver = true;
    relay.lost();
  });
  return {
    port,
    address,
    get isUp() {
      return !isOver;
    },
    get size() {
      return relay.size;
    },
    issue(place, host) {
      if (isOver) return null;
      const issuer = { key: secrets.tokenKey, aead: xchacha, random };
      const addresses = options.names.map((name) => `${name}:${port}`);
      const token = issueToken(issuer, { place: placeName(place), addresses, nowMs: now() });
      return ticketOf(token, [...new Set([`${host}:${port}`, ...addresses])]);
    },
    stop() {
      if (!isOver) thread.postMessage({ is: "stop" } satisfies ThreadOrder);
      isOver = true;
      return ended;
    },
  };
}

function random(bytes: number): Uint8Array {
  return new Uint8Array(randomBytes(bytes));
}

function startOf(options: DatagramOptions, secrets: ServerSecrets, machineStartMs: number): ThreadStart {
  const { host, port, names, connectionsMax, connectionsPerAddressMax } = options;
  return {
    host,
    port,
    names,
    secrets,
    machineStartMs,
    connectionsMax: connectionsMax ?? CONNECTIONS_MAX,
    connectionsPerAddressMax: connectionsPerAddressMax ?? CONNECTIONS_PER_ADDRESS_MAX,
  };
}

/** Resolves once it listens; what goes wrong later is reported. */
function listening(
  thread: Worker,
  ended: Promise<void>,
  { port, report }: DatagramOptions,
): Promise<ThreadWord & { is: "listening" }> {
  return new Promise((resolve, reject) => {
    void ended.then(() => reject(new Error("the thread of datagrams ended before it listened")));
    thread.on("message", (word: Uint8Array | ThreadWord) => {
      if (word instanceof Uint8Array) return;
      if (word.is === "listening") resolve(word);
      else if (word.is === "failed") {
        reject(Object.assign(new Error(word.message), { code: word.code, syscall: "bind", port }));
        void thread.terminate();
      } else if (word.is === "fault") report(new Error(word.message), "datagrams");
    });
  });
}

/** A token as an HTTP answer carries it. */
function ticketOf(token: ConnectToken, addresses: string[]): DatagramTicket {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
  return {
    addresses,
    token: base64(token.sealed),
    nonce: base64(token.nonce),
    expiresAt: token.expiresAt,
    timeoutSeconds: token.timeoutSeconds,
    toServer: base64(token.toServer),
    toClient: base64(token.toClient),
  };
}
