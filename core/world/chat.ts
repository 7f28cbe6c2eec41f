import type { WorldEvent } from "./events.ts";
import type { Simulated } from "./simulated.ts";

/** Lines that a channel remembers: the newest. */
export const CHAT_LINES_MAX = 100;
/** Pairs whose private words are remembered: those who spoke last. */
export const CHAT_PAIRS_MAX = 200;
/** Characters of all areas together, and of all private words; the channels that were silent longest are forgotten first. */
export const CHAT_AREAS_MAX_CHARS = 1_000_000;
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

/** What was said in an area, by its id. */
export interface AreaChat {
  area: string;
  lines: ChatLine[];
}

/** What two said to each other, and nobody else may read. */
export interface PairChat {
  /** Their numbers, the smaller one first. */
  pair: readonly [number, number];
  lines: ChatLine[];
}

/** What people said. The newest comes last everywhere, also of the channels: who spoke last. */
export interface Chat {
  areas: AreaChat[];
  realm: ChatLine[];
  private: PairChat[];
}

export function emptyChat(): Chat {
  return { areas: [], realm: [], private: [] };
}

/** Remembers an event if it is somebody's words. What NPCs and things say is no chat: they say it again. */
export function remember(world: Simulated, event: WorldEvent): void {
  if (event.type !== "said" && event.type !== "emoted" && event.type !== "called" && event.type !== "told") return;
  const { chat, tick, minute } = world.parts.facts;
  const by = numberOf(world, event.who.entity);
  if (by === null) return;
  const line: ChatLine = { tick, minute, by, text: event.text, ...(event.type === "emoted" ? { emote: true } : {}) };
  if (event.type === "called") return add(chat.realm, line);
  if (event.type !== "told") {
    const talk = chat.areas.find(({ area }) => area === event.area) ?? { area: event.area, lines: [] };
    chat.areas = withLine(chat.areas, talk, line, CHAT_AREAS_MAX_CHARS);
    return;
  }
  const to = numberOf(world, event.to.entity);
  if (to === null) return;
  const talk = pairTalk(chat, by, to) ?? { pair: [Math.min(by, to), Math.max(by, to)], lines: [] };
  chat.private = withLine(chat.private, talk, line, CHAT_PRIVATE_MAX_CHARS).slice(-CHAT_PAIRS_MAX);
}

/** What was said in an area. */
export function linesIn(chat: Chat, area: string): readonly ChatLine[] {
  return chat.areas.find((one) => one.area === area)?.lines ?? [];
}

/** What two have said to each other. */
export function linesBetween(chat: Chat, one: number, other: number): readonly ChatLine[] {
  return pairTalk(chat, one, other)?.lines ?? [];
}

/** The chat without areas that there are no more. */
export function withoutAreas(chat: Chat, isGone: (area: string) => boolean): Chat {
  return { ...chat, areas: chat.areas.filter(({ area }) => !isGone(area)) };
}

function pairTalk(chat: Chat, one: number, other: number): PairChat | undefined {
  const [first, second] = [Math.min(one, other), Math.max(one, other)];
  return chat.private.find(({ pair }) => pair[0] === first && pair[1] === second);
}

function numberOf(world: Simulated, entity: number): number | null {
  const member = world.member(entity);
  return member ? world.parts.facts.members.indexOf(member) : null;
}

function add(lines: ChatLine[], line: ChatLine): void {
  lines.push(line);
  lines.splice(0, Math.max(0, lines.length - CHAT_LINES_MAX));
}

/** The channels with a line more in one of them, which is the last then. */
function withLine<T extends { lines: ChatLine[] }>(channels: readonly T[], to: T, line: ChatLine, max: number): T[] {
  add(to.lines, line);
  const all = [...channels.filter((one) => one !== to), to];
  let chars = all.reduce((sum, { lines }) => sum + charsOf(lines), 0);
  while (chars > max && all.length > 1) chars -= charsOf(all.shift()?.lines ?? []);
  return all;
}

function charsOf(lines: readonly ChatLine[]): number {
  return lines.reduce((sum, { text }) => sum + text.length, 0);
}
