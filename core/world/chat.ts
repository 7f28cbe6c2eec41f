import type { WorldEvent } from "./events.ts";
import type { Simulated } from "./simulated.ts";

/** Lines that a channel remembers: the newest. */
export const CHAT_LINES_MAX = 100;
/** Pairs whose private words are remembered: those who spoke last. */
export const CHAT_PAIRS_MAX = 200;
/** Characters of all private words together; the pairs that spoke longest ago are forgotten first. */
export const CHAT_PRIVATE_MAX_CHARS = 500_000;

/** Words of somebody, as a channel remembers them. */
export interface ChatLine {
  tick: number;
  /** Of the day. */
  minute: number;
  /** Whose: their number. */
  by: number;
  text: string;
  /** They showed it instead of saying it. */
  emote?: true;
}

/** What two said to each other, and nobody else may read. */
export interface PairChat {
  /** Their numbers, the smaller one first. */
  pair: readonly [number, number];
  chars: number;
  lines: ChatLine[];
}

/** What people said: in each area by its id, for the whole realm, and in private. The newest comes last everywhere. */
export interface Chat {
  areas: Record<string, ChatLine[]>;
  realm: ChatLine[];
  private: PairChat[];
}

export function emptyChat(): Chat {
  return { areas: {}, realm: [], private: [] };
}

/** Remembers an event if it is somebody's words. What NPCs and things say is no chat: they say it again. */
export function remember(world: Simulated, event: WorldEvent): void {
  const { chat } = world.parts.facts;
  switch (event.type) {
    case "said":
    case "emoted":
      return keep(world, event, (line) => {
        if (!Object.hasOwn(chat.areas, event.area)) chat.areas[event.area] = [];
        push(chat.areas[event.area] ?? [], event.type === "emoted" ? { ...line, emote: true } : line);
      });
    case "called":
      return keep(world, event, (line) => void push(chat.realm, line));
    case "told": {
      const to = numberOf(world, event.to.entity);
      return to === null ? undefined : keep(world, event, (line) => rememberPair(chat, line, to));
    }
  }
}

/** The chat without what was said in these areas: their map has them no more. */
export function withoutAreas(chat: Chat, isGone: (area: string) => boolean): Chat {
  return { ...chat, areas: Object.fromEntries(Object.entries(chat.areas).filter(([area]) => !isGone(area))) };
}

/** What two have said to each other. */
export function between(chat: Chat, one: number, other: number): readonly ChatLine[] {
  return chat.private.find(({ pair }) => isPair(pair, one, other))?.lines ?? [];
}

function keep(world: Simulated, event: { who: { entity: number }; text: string }, put: (line: ChatLine) => void): void {
  const { tick, minute } = world.parts.facts;
  const by = numberOf(world, event.who.entity);
  if (by !== null) put({ tick, minute, by, text: event.text });
}

function numberOf(world: Simulated, entity: number): number | null {
  const member = world.member(entity);
  return member ? world.parts.facts.members.indexOf(member) : null;
}

/** Gives how many characters were forgotten for it. */
function push(lines: ChatLine[], line: ChatLine): number {
  lines.push(line);
  const forgotten = lines.splice(0, Math.max(0, lines.length - CHAT_LINES_MAX));
  return forgotten.reduce((chars, { text }) => chars + text.length, 0);
}

function rememberPair(chat: Chat, line: ChatLine, to: number): void {
  const pair = [Math.min(line.by, to), Math.max(line.by, to)] as const;
  const known = chat.private.find((one) => isPair(one.pair, line.by, to));
  const talk = known ?? { pair, chars: 0, lines: [] };
  talk.chars += line.text.length - push(talk.lines, line);
  chat.private = [...chat.private.filter((one) => one !== talk), talk].slice(-CHAT_PAIRS_MAX);
  let chars = chat.private.reduce((sum, one) => sum + one.chars, 0);
  while (chars > CHAT_PRIVATE_MAX_CHARS && chat.private.length > 1) chars -= chat.private.shift()?.chars ?? 0;
}

function isPair(pair: readonly [number, number], one: number, other: number): boolean {
  return pair[0] === Math.min(one, other) && pair[1] === Math.max(one, other);
}
