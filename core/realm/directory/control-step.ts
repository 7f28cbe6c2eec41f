import { forgetAbsent, forgetAtMs, type Linked, link, relay, tell, unlink } from "./bridge.ts";
import { bridgeTo } from "./bridge-names.ts";
import type { Change } from "./change.ts";
import { type Directory, nothingUnsaved, touch, type Unsaved } from "./directory.ts";
import { acknowledge, publish, subscribe } from "./exchange.ts";
import { BRIDGE_PATIENCE, RETRY_FIRST_MS, RETRY_MOST_MS, TRIES_MAX } from "./limits.ts";
import { newest, sweep, takeUnsent } from "./outbox.ts";
import type { Refusal } from "./problem.ts";
import { CHANGED_CURSOR, type DirectoryEvent, type RealmRecord } from "./record.ts";
import { move, type Registered, register, report, retire } from "./registration.ts";

/** What came of one change. */
export type Answer =
  | Registered
  | Linked
  | { ok: true; published: number; lost?: number }
  | { ok: true; epoch: number }
  | { ok: true }
  | Refusal;

/** Events for one realm, oldest first. */
export interface Delivery {
  realm: string;
  events: DirectoryEvent[];
}

export interface Step {
  /** One a change, in their order. */
  answers: Answer[];
  /** To be sent, once `unsaved` is durable; then to be told of as `delivered` or `undelivered`. */
  deliveries: Delivery[];
  /** To be written down, all of it or nothing. */
  unsaved: Unsaved;
  /** The step wants a `due` change at this time, or sooner; `null`: not for its own sake. */
  alarmMs: number | null;
}

const done = { ok: true } as const;

/**
 * Carries out some changes together and gives what follows. The work is in proportion to the changes and what they
 * deliver, whatever else the directory holds; only `due` looks at every realm, which is at the alarm.
 */
export function controlStep(directory: Directory, changes: readonly Change[], nowMs: number): Step {
  directory.step += 1;
  directory.unsaved = nothingUnsaved();
  const heirs: RealmRecord[] = [];
  const answers = changes.map((change) => carryOut(directory, change, heirs, nowMs));
  const { deliveries, alarmMs } = deliver(directory, heirs, nowMs);
  sweep(directory);
  return { answers, deliveries, unsaved: directory.unsaved, alarmMs };
}

function carryOut(directory: Directory, change: Change, heirs: RealmRecord[], nowMs: number): Answer {
  switch (change.type) {
    case "publish":
      return publish(directory, change, heirs);
    case "report":
      return heard(directory, change.realm, report(directory, change, nowMs), heirs);
    case "acknowledge":
      return acknowledged(directory, change, heirs, nowMs);
    case "subscribe":
      return heard(directory, change.realm, subscribe(directory, change), heirs);
    case "register": {
      const answer = register(directory, change);
      if (answer.ok && change.kinds) subscribe(directory, { realm: change.realm, kinds: change.kinds });
      return signedOn(directory, change.realm, answer, heirs);
    }
    case "link":
      return signedOn(directory, bridgeTo(change.node), link(directory, change, nowMs), heirs);
    case "unlink":
      return unlinked(directory, change, heirs);
    case "relay":
      return relay(directory, change, heirs);
    case "tell":
      return heard(directory, bridgeTo(change.node), tell(directory, change, nowMs), heirs);
    case "move":
      return move(directory, change);
    case "retire":
      return retire(directory, change);
    case "delivered":
    case "undelivered":
      arrived(directory, change, heirs);
      return done;
    case "due":
      forgetAbsent(directory, nowMs);
      for (const realm of directory.realms.values()) due(directory, realm, heirs, nowMs);
      return done;
  }
}

/** A realm that was taken for away speaks: what waits for it goes out anew. */
function heard<A extends Answer>(directory: Directory, name: string, answer: A, heirs: RealmRecord[]): A {
  const realm = answer.ok ? directory.realms.get(name) : undefined;
  if (realm?.line === "away") {
    realm.tries = 0;
    startOver(directory, realm, heirs);
  }
  return answer;
}

/** What is left gets its time anew, as the realm keeps up. */
function acknowledged(
  directory: Directory,
  change: Extract<Change, { type: "acknowledge" }>,
  heirs: RealmRecord[],
  nowMs: number,
): Answer {
  const answer = acknowledge(directory, change);
  const realm = answer.ok ? directory.realms.get(change.realm) : undefined;
  if (!realm) return answer;
  // One that says nothing new may not put off what is due.
  if (realm.tries === 0) realm.retryAtMs = nowMs + RETRY_FIRST_MS;
  if (realm.line === "paused" || realm.line === "away") startOver(directory, realm, heirs);
  else heirs.push(realm);
  return answer;
}

/** A realm that registers has just started, and may have forgotten what it did not acknowledge. */
function signedOn<A extends Answer>(directory: Directory, name: string, answer: A, heirs: RealmRecord[]): A {
  const realm = answer.ok ? directory.realms.get(name) : undefined;
  if (realm) {
    if (realm.tries > 0) touch(directory, realm, CHANGED_CURSOR);
    realm.tries = 0;
    startOver(directory, realm, heirs);
  }
  return answer;
}

/** Nobody is there, so nothing is tried; one day the bridge is forgotten. */
function unlinked(
  directory: Directory,
  { node, heardMs }: Extract<Change, { type: "unlink" }>,
  heirs: RealmRecord[],
): Answer {
  const answer = unlink(directory, node, heardMs);
  const bridge = directory.realms.get(bridgeTo(node));
  if (bridge) heirs.push(bridge);
  return answer;
}

/** Everything that waits for a realm is unsent again. */
function startOver(directory: Directory, realm: RealmRecord, heirs: RealmRecord[]): void {
  if (realm.line === "away") touch(directory, realm, CHANGED_CURSOR);
  realm.line = "clear";
  realm.sent = realm.settled;
  heirs.push(realm);
}

function arrived(
  directory: Directory,
  { type, realm: name }: Extract<Change, { type: "delivered" | "undelivered" }>,
  heirs: RealmRecord[],
): void {
  const realm = directory.realms.get(name);
  // A realm that signed on meanwhile is dealt with already.
  if (realm?.line !== "busy") return;
  // What was written to a socket has not arrived yet: the other end says so by acknowledging it.
  if (type === "delivered" && realm.far) return;
  realm.line = type === "delivered" ? "clear" : "paused";
  if (realm.line === "clear") heirs.push(realm);
}

function due(directory: Directory, realm: RealmRecord, heirs: RealmRecord[], nowMs: number): void {
  if (realm.line === "away" && realm.far) heirs.push(realm);
  if (realm.line === "away" || newest(realm) === realm.settled) return;
  if (realm.retryAtMs > nowMs) heirs.push(realm);
  else if (realm.tries < TRIES_MAX) {
    // What memory does not know of any more was tried at least once.
    realm.tries = Math.max(1, realm.tries);
    startOver(directory, realm, heirs);
  } else {
    realm.line = "away";
    touch(directory, realm, CHANGED_CURSOR);
  }
}

function deliver(
  directory: Directory,
  heirs: readonly RealmRecord[],
  nowMs: number,
): { deliveries: Delivery[]; alarmMs: number | null } {
  const deliveries: Delivery[] = [];
  let alarmMs = Infinity;
  for (const realm of heirs) {
    if (realm.line === "clear" && newest(realm) > realm.sent && directory.realms.get(realm.name) === realm) {
      if (realm.sent === realm.settled) {
        realm.retryAtMs = nowMs + backOffMs(realm.tries) * (realm.far ? BRIDGE_PATIENCE : 1);
        // Tries outlive memory, or a directory that sleeps between them would never give up. A first one need not.
        if (realm.tries > 0) touch(directory, realm, CHANGED_CURSOR);
        realm.tries += 1;
      }
      deliveries.push({ realm: realm.name, events: takeUnsent(realm) });
      realm.line = "busy";
    }
    if (realm.line !== "away" && newest(realm) > realm.settled) alarmMs = Math.min(alarmMs, realm.retryAtMs);
    alarmMs = Math.min(alarmMs, forgetAtMs(realm) ?? Infinity);
  }
  return { deliveries, alarmMs: alarmMs === Infinity ? null : alarmMs };
}

/** How long to wait for an acknowledgement after so many tries without one. */
export function backOffMs(tries: number): number {
  let ms = RETRY_FIRST_MS;
  for (let i = 0; i < tries && ms < RETRY_MOST_MS; i++) ms *= 2;
  return Math.min(ms, RETRY_MOST_MS);
}
