import type { Claims, DatagramTicket, QuizResults, Result, Role, RoomSummary } from "../core/protocol/index.ts";
import type { RoomOptions } from "../core/quiz/room-options.ts";
import type { NpcPlace, RealmSummary, WorldStats } from "../core/realm/realm-summary.ts";
import type { Scenery } from "../core/world/scenery.ts";
import type { Figure } from "./figures-text.ts";

/**
 * The quiz rooms, wherever they live. Codes given here have passed their check character. Rejects with `Unreadable` where
 * a room is there and cannot be read.
 */
export interface Rooms {
  /** Makes a room under a code; false if the code is taken. */
  create(code: string, options: RoomOptions): Promise<boolean>;
  /** `null` if there is no such room. Writes nothing. */
  summary(code: string): Promise<RoomSummary | null>;
  results(code: string): Promise<QuizResults | null>;
  /** Deletes the room and everything it stored; false if there is none. */
  remove(code: string): Promise<boolean>;
  /**
   * Hands a checked WebSocket upgrade request on. Absent where the server upgrades outside of Hono (Node):
   * there the same checks run through `checkSocketRequest`.
   */
  connect?(code: string, request: Request): Promise<Response>;
}

/** The worlds. Rejects with `Unreadable` where what is asked for is there and cannot be read. */
export interface Worlds {
  list(): Promise<RealmSummary[]>;
  /** What can be seen of a realm; `null` if there is none. */
  scenery(realm: string): Promise<Scenery | null>;
  /** The NPCs of all realms, or of one; `null` if there is no such realm. Wakes no world. */
  npcs(realm?: string): Promise<NpcPlace[] | null>;
  /** How all realms are. Wakes no world. */
  stats(): Promise<WorldStats>;
  /** As {@link Rooms.connect}. */
  connect?(realm: string, request: Request): Promise<Response>;
  /** Forgets a node and its realms; false if there is none. */
  forget(node: string): Promise<boolean>;
  /** As {@link Rooms.connect}, for the uplink of a node; `node`: the only one that its token lets in, `null`: any. */
  uplink?(node: string | null, request: Request): Promise<Response>;
}

/** Native clients over UDP. */
export interface Datagrams {
  /**
   * A ticket for one connection to a realm that exists; `null`: none can be had now.
   * @param host by which the client reaches this server
   */
  issue(realm: string, host: string): Promise<DatagramTicket | null>;
}

/** Signs and reads tokens. */
export interface Tokens {
  issue(claims: Claims): Promise<string>;
  read(token: string): Promise<Result<Claims>>;
}

/** The question a room asks at its door; `token`, if any, is what to return with. */
export type Admit = (token: string, role: Role, room: string) => Promise<Result<{ claims: Claims; token?: string }>>;

/** Limits per address. Each returns false when there is no allowance left. */
export interface Limits {
  makeRoom(address: string): Promise<boolean>;
  /** Anything else that costs the server something: sockets, sessions, look-ups. Generous: schools share an address. */
  request(address: string): Promise<boolean>;
  /** A wrong code was tried. Scarce. */
  wrongCode(address: string): Promise<boolean>;
  /**
   * Whether {@link wrongCode} still has allowance, taking none. Without it a guesser would be told of right
   * codes for ever, since only wrong ones cost. A limiter that cannot look without taking may remember its
   * last refusals instead.
   */
  mayTryCode(address: string): Promise<boolean>;
}

/** The state of one dependency, for `/health`. */
export interface DependencyState {
  name: string;
  ok: boolean;
  detail?: string;
}

/** Everything the API asks of where it runs. */
export interface ApiPorts {
  rooms: Rooms;
  worlds: Worlds;
  /** Absent where no UDP is spoken, as on Cloudflare. */
  datagrams?: Datagrams;
  tokens: Tokens;
  limits: Limits;
  /** Counters for `/metrics`, by name; `labels` never carry codes, names or addresses. */
  metrics: {
    count(name: string, by?: number): void;
    read(): Promise<Record<string, number>>;
    /** What is measured besides, where the shell measures anything. */
    figures?(): Figure[];
  };
  health(): Promise<DependencyState[]>;
  /** Pages and their files; the response of the asset store, headers are added by the API. */
  page(request: Request): Promise<Response>;
  /** One line of structured log. */
  log(line: LogLine): void;
  random(bytes: number): Uint8Array;
  clock(): number;
}

/** What is said of one request: never a name, an address, a code or a token. */
export interface LogLine {
  level: "info" | "warn" | "error";
  event: string;
  request?: string;
  method?: string;
  /** The route's pattern, not the path. */
  route?: string;
  status?: number;
  ms?: number;
  code?: string;
  message?: string;
  /** A file of the server that cannot be read; a room's has the code of that room in its name. */
  file?: string;
}

/** Settings of the API, from the environment. */
export interface ApiConfig {
  /** Host names (with port, if any) that the server answers for; empty: any. */
  hosts: readonly string[];
  /** Origins besides its own that may call; empty: none. */
  origins: readonly string[];
  /** What `/metrics` wants as a bearer token; without one, only loopback may read. */
  metricsToken: string | null;
  /**
   * What nodes show to have their uplinks taken: a token for any, or `NAME:TOKEN` for each, commas between; `null`:
   * nobody's are.
   */
  uplinkToken: string | null;
  /** Whether an AI is configured: pages say so. */
  ai: boolean;
  /** The address by which others on the LAN reach this server (http://192.168.1.5:8787), for links shared from localhost. */
  lanOrigin: string | null;
  /** The address a request came from, as the runtime knows it. */
  addressOf(request: Request): string;
}
