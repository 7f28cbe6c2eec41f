import type { Store } from "../ecs/store.ts";
import type { Bodies } from "./bodies.ts";
import { type Chat, emptyChat } from "./chat.ts";
import type { WorldEvent } from "./events.ts";
import { type Exchange, emptyExchange } from "./exchange.ts";
import type { Places } from "./places.ts";
import type { ScriptRunner } from "./script-port.ts";
import type { WorldSchema } from "./world-schema.ts";

/** Somebody who has been here. Members are never forgotten while the realm lives. */
export interface Member {
  subject: string;
  name: string;
  /** Their body. */
  entity: number;
  isAwake: boolean;
  /** Entities whose words they do not hear. */
  muted: number[];
  /** Ticks of their latest words, oldest first. */
  spoke: number[];
  /** The tick in which they last fell asleep. */
  sleptTick?: number;
}

/** The part of a world's state that is plain JSON. */
export interface WorldFacts {
  seed: string;
  tick: number;
  /** Of the day. */
  minute: number;
  /** When somebody last did something. */
  actedTick: number;
  members: Member[];
  chat: Chat;
  /** By which its shard owns what is in it; the directory of realms gives out greater ones when it cuts a realm. */
  epoch: number;
  exchange: Exchange;
}

/** Everything that a world's systems work on. */
export interface WorldParts {
  readonly places: Places;
  readonly store: Store<WorldSchema>;
  readonly bodies: Bodies;
  readonly scripts: ScriptRunner;
  readonly facts: WorldFacts;
}

/** What a tick gathers. */
export interface TickNotes {
  events: WorldEvent[];
  durable: boolean;
}

export function emptyFacts(seed: string): WorldFacts {
  return {
    seed,
    tick: 0,
    minute: 480,
    actedTick: -1_000_000,
    members: [],
    chat: emptyChat(),
    epoch: 1,
    exchange: emptyExchange(),
  };
}
