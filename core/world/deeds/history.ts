import { type ChatLine, linesBetween, linesIn } from "../chat.ts";
import type { WorldEvent } from "../events.ts";
import type { Simulated } from "../simulated.ts";
import type { IntentTo } from "../text/intent.ts";
import { prose } from "../text/prose.ts";
import type { Member } from "../world-state.ts";
import { type DeedReply, isReply, pick, told } from "./deed.ts";

/** Without a channel, and for who comes in: so many of the newest lines. */
const RECENT_MAX = 20;

/** A remembered line in the channel that it was said in. */
interface Heard {
  line: ChatLine;
  /** Whom it was told, in private. */
  to?: Member;
  isRealm?: true;
}

/** What was said lately where somebody may hear it: here, in the realm, or between them and one other. */
export function recallTalk(world: Simulated, self: number, { of }: IntentTo<"history">): DeedReply {
  if (of === null) return answer(world, self, newest(allOf(world, self), RECENT_MAX), "Nobody has said anything.");
  if (of.channel === "area") return answer(world, self, areaTalk(world, self), "Nobody has said anything here.");
  if (of.channel === "realm") return answer(world, self, realmTalk(world), "Nobody has called anything.");
  const other = withWhom(world, self, of.name);
  if (isReply(other)) return other;
  return answer(world, self, pairTalk(world, self, other), `You and ${other.name} have not spoken in private.`);
}

/**
 * What somebody who comes in has missed since they slept, or were cut off; for newcomers the newest lines. In private
 * nobody speaks to who is known to sleep.
 */
export function missedTalk(world: Simulated, self: number, sinceTick: number): string[] {
  const heard = allOf(world, self).filter(({ line }) => line.tick >= sinceTick);
  return inWords(world, self, newest(heard, RECENT_MAX));
}

function allOf(world: Simulated, self: number): Heard[] {
  const own = partners(world, self).flatMap((other) => pairTalk(world, self, other));
  return [...areaTalk(world, self), ...realmTalk(world), ...own];
}

/** With whom one has spoken in private: they need not be here now. */
function partners(world: Simulated, self: number): Member[] {
  const { members, chat } = world.parts.facts;
  const own = members.findIndex(({ entity }) => entity === self);
  return chat.private.flatMap(({ pair: [one, other] }) => {
    const number = one === own ? other : other === own ? one : -1;
    return members[number] ?? [];
  });
}

function areaTalk(world: Simulated, self: number): Heard[] {
  return linesIn(world.parts.facts.chat, world.areaOf(self).id).map((line) => ({ line }));
}

function realmTalk(world: Simulated): Heard[] {
  return world.parts.facts.chat.realm.map((line) => ({ line, isRealm: true }));
}

function pairTalk(world: Simulated, self: number, other: Member): Heard[] {
  const { members, chat } = world.parts.facts;
  const me = world.member(self);
  if (!me) return [];
  const [own, theirs] = [members.indexOf(me), members.indexOf(other)];
  return linesBetween(chat, own, theirs).map((line) => ({ line, to: line.by === own ? other : me }));
}

function withWhom(world: Simulated, self: number, name: string): Member | DeedReply {
  const spoken = partners(world, self).map((member) => ({ ...world.thing(member.entity), member }));
  const found = pick(name, spoken, `You have not spoken with anybody called “${name}” in private.`);
  return isReply(found) ? found : found.member;
}

function newest(heard: readonly Heard[], count: number): Heard[] {
  return [...heard].sort((a, b) => a.line.tick - b.line.tick).slice(-count);
}

function answer(world: Simulated, self: number, heard: readonly Heard[], none: string): DeedReply {
  const lines = inWords(world, self, heard);
  return lines.length === 0 ? told(none) : told(...lines);
}

/** `08:05 Anna says: “hello”`, without those whom one does not want to hear. */
function inWords(world: Simulated, self: number, heard: readonly Heard[]): string[] {
  const { members } = world.parts.facts;
  const muted = world.member(self)?.muted ?? [];
  const reader = { entity: self, area: world.areaOf(self).id };
  return heard.flatMap((one) => {
    const by = members[one.line.by];
    if (!by || muted.includes(by.entity)) return [];
    return `${clock(one.line.minute)} ${prose(eventOf(world, by, one), reader)}`;
  });
}

function eventOf(world: Simulated, by: Member, { line, to, isRealm }: Heard): WorldEvent {
  const spoken = { area: world.areaOf(by.entity).id, who: world.thing(by.entity), text: line.text };
  if (to) return { type: "told", ...spoken, to: world.thing(to.entity) };
  return { type: isRealm ? "called" : line.emote ? "emoted" : "said", ...spoken };
}

function clock(minute: number): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
