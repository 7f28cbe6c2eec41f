import * as z from "zod/mini";
import type { Failure } from "./errors.ts";
import { UPLINK_EVENTS_MAX, UPLINK_KINDS_MAX, UPLINK_NPCS_MAX, UPLINK_REALMS_MAX } from "./uplink-limits.ts";

/** Far below where numbers lose exactness, also when some are added. */
const NUMBER_MAX = 2 ** 48;

/** What is published, as JSON text: `NEWS_DATA_MAX_CHARS` of worlds. */
const DATA_MAX_CHARS = 2_000;

const part = "[a-z0-9]+(?:-[a-z0-9]+)*";
const name = z.string().check(z.maxLength(64), z.regex(new RegExp(`^${part}$`)));
/** A realm as the other end knows it: its own, or one of a node of its own. So no event crosses more than two bridges. */
const origin = z.string().check(z.maxLength(129), z.regex(new RegExp(`^${part}(?:\\.${part})?$`)));
const kind = z.string().check(z.maxLength(64), z.regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/));
/** Invisible characters could forge lines in a terminal. */
const PLAIN = /^[^\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]*$/u;
const plain = (most: number) => z.string().check(z.maxLength(most), z.regex(PLAIN));
const number = z.int().check(z.gte(0), z.lte(NUMBER_MAX));
const positive = z.int().check(z.gte(1), z.lte(NUMBER_MAX));
const kinds = z.array(kind).check(z.maxLength(UPLINK_KINDS_MAX));
const people = z.int().check(z.gte(0), z.lte(100_000));

const kindsFrame = z.strictObject({ t: z.literal("kinds"), kinds });
const ackFrame = z.strictObject({ t: z.literal("ack"), seq: number });
// It comes out of JSON; deep or long, it must not be more than a script may publish.
const data = z.unknown().check(z.refine((value) => jsonChars(value) <= DATA_MAX_CHARS));
const event = z.strictObject({ seq: positive, after: number, realm: origin, kind, data });
const eventsFrame = z.strictObject({
  t: z.literal("events"),
  events: z.array(event).check(z.minLength(1), z.maxLength(UPLINK_EVENTS_MAX)),
});

const realmFrame = z.strictObject({
  t: z.literal("realm"),
  realm: name,
  title: plain(100),
  summary: plain(300),
  areas: z.int().check(z.gte(0), z.lte(1_000)),
  population: people,
  npcs: z.array(z.strictObject({ id: name, title: plain(100), area: name })).check(z.maxLength(UPLINK_NPCS_MAX)),
  sockets: people,
  ticks: number,
  isAwake: z.boolean(),
  awakeSeconds: number,
  asleepSeconds: z.nullable(number),
  eventsHeld: people,
});

const helloFrame = z.strictObject({
  t: z.literal("hello"),
  v: z.int(),
  node: name,
  heard: number,
  taken: number,
  kinds,
  realms: z.array(name).check(z.maxLength(UPLINK_REALMS_MAX)),
});

const welcomeFrame = z.strictObject({ t: z.literal("welcome"), v: z.int(), heard: number, taken: number, kinds });

/** What a node says on its uplink. */
export const uplinkNodeFrame = z.discriminatedUnion("t", [helloFrame, kindsFrame, eventsFrame, ackFrame, realmFrame]);
/** What it is told, but for errors. */
export const uplinkEdgeFrame = z.discriminatedUnion("t", [welcomeFrame, kindsFrame, eventsFrame, ackFrame]);

/** Who a node is, and where numbers stand, as it knows. */
export type UplinkHello = z.infer<typeof helloFrame>;
/** The answer to {@link UplinkHello}: where numbers stand at the other end. */
export type UplinkWelcome = z.infer<typeof welcomeFrame>;
/** Events of the realms of one end, for those of the other: `seq` counts them; see `core/realm/directory/inbox.ts`. */
export type UplinkEvents = z.infer<typeof eventsFrame>;
/** The kinds that the realms of one end listen to, in place of those before. */
export type UplinkKinds = z.infer<typeof kindsFrame>;
/** What came through this number is stored. */
export type UplinkAck = z.infer<typeof ackFrame>;
/** How a realm of a node is, in place of what was told of it before. */
export type UplinkRealm = z.infer<typeof realmFrame>;
export type UplinkNodeFrame = z.infer<typeof uplinkNodeFrame>;
export type UplinkEdgeFrame = z.infer<typeof uplinkEdgeFrame>;
/** Why something was not done; the frame that it was about is forgotten. */
export interface UplinkError {
  t: "error";
  error: Failure;
}

function jsonChars(value: unknown): number {
  return JSON.stringify(value)?.length ?? Infinity;
}
