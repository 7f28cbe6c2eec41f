import { batch, type Signal, signal } from "@preact/signals";
import type { MoveWish } from "../../client/motion/move-wish.ts";
import { messageOf, RequestError } from "../../client/request-error.ts";
import {
  createWorldClient,
  type WorldClient,
  type WorldLineOfText,
  type WorldState,
  worldSocketUrl,
} from "../../client/world-client.ts";
import { lookUpRealm, type RealmInfo } from "../../client/world-http.ts";
import { announce } from "../shared/announcer.tsx";
import { api } from "../shared/api.ts";
import { keepRoomToken, playerToken } from "../shared/player-token.ts";
import { forget, recall, remember } from "../shared/storage.ts";
import { entryOf, type Log, type LogEntry, logged } from "./log.ts";
import { sceneAloud } from "./scene-words.ts";
import type { StayMotion } from "./stay-motion.ts";

/** This page's stay in one realm: what is seen, what was told, what stands at the prompt. */
export interface WorldStay {
  realm: RealmInfo;
  client: WorldClient;
  state: Signal<WorldState>;
  log: Signal<Log>;
  prompt: Signal<string>;
  /** The realm behind the gate that one went through last. */
  gate: Signal<string | null>;
  /** What moves in the realm, for the 3D view; `null`: nobody tells, and the world is shown in words. */
  motion: Signal<StayMotion | null>;
  /** Asks where the controls of the 3D view want to go; `null` while there are none. */
  askWish: Signal<(() => MoveWish) | null>;
}

const nameKey = (realm: string) => `skerry.world.${realm}`;

/** Lets this device enter another realm by itself, under the name that one has here. */
export function keepNameFor(stay: WorldStay, realm: string): void {
  const name = stay.state.value.scene?.you?.name;
  if (name !== undefined) remember(nameKey(realm), name);
}

/** Connects this page to a realm, and enters if this device has been there before. */
export function beginStay(realm: RealmInfo): WorldStay {
  const name = recall(nameKey(realm.realm));
  const client = createWorldClient({
    url: worldSocketUrl(location.origin, realm.realm),
    token: playerToken(api, realm.realm),
    onToken: (token) => keepRoomToken(realm.realm, token),
    gone: () => isGone(realm.realm),
    ...(name === null ? {} : { name }),
    onChange: (next) => batch(() => take(stay, next)),
    onLines: (lines) => hear(stay, lines),
    onMotion: (news) => stay.motion.value?.take(news),
  });
  const stay: WorldStay = {
    realm,
    client,
    state: signal(client.state),
    log: signal<Log>([]),
    prompt: signal(""),
    gate: signal<string | null>(null),
    motion: signal<StayMotion | null>(null),
    askWish: signal<(() => MoveWish) | null>(null),
  };
  return stay;
}

function take(stay: WorldStay, next: WorldState): void {
  const [before, now] = [stay.state.value.scene, next.scene];
  stay.state.value = next;
  if (next.refusal) forget(nameKey(stay.realm.realm));
  if (!now?.you || (before?.you && before.area === now.area)) return;
  tell(stay, { kind: "place", text: now.title });
  if (!before?.you) tell(stay, { kind: "note", text: "Type what you do, or choose from what is here." });
  // Whoever listens is told the whole on arrival; what changes in a place is told in the log.
  announce(sceneAloud(now));
}

function hear(stay: WorldStay, lines: WorldLineOfText[]): void {
  const entries = lines.map(entryOf);
  const gate = entries.findLast((entry) => entry.gate)?.gate;
  if (gate) stay.gate.value = gate;
  tell(stay, ...entries);
}

function tell(stay: WorldStay, ...entries: Omit<LogEntry, "key">[]): void {
  stay.log.value = logged(stay.log.value, entries);
}

/** Enters under a name, and remembers it. Rejects with a `RequestError`. */
export async function enterAs(stay: WorldStay, name: string): Promise<void> {
  await stay.client.enter(name);
  remember(nameKey(stay.realm.realm), name);
}

/** Sends a command: shows it in the log as typed, and whatever went wrong below it. */
export async function act(stay: WorldStay, line: string): Promise<void> {
  stay.gate.value = null;
  tell(stay, { kind: "own", text: line });
  try {
    await stay.client.command(line);
  } catch (error) {
    tell(stay, { kind: "refused", text: explain(error) });
  }
}

/** What went wrong, in the words of this page. */
export function explain(error: unknown): string {
  const lost = error instanceof RequestError && error.code === "NOT_CONNECTED";
  return lost ? "There is no connection just now. Try again in a moment." : messageOf(error);
}

async function isGone(realm: string): Promise<boolean> {
  try {
    await lookUpRealm(realm);
    return false;
  } catch (error) {
    if (error instanceof RequestError && error.code === "REALM_NOT_FOUND") return true;
    throw error;
  }
}
