import { CHAT_LINES_MAX, type Chat, type ChatLine, emptyChat } from "../../core/world/chat.ts";
import type { WorldEvent } from "../../core/world/events.ts";
import type { WorldInput } from "../../core/world/inputs.ts";
import { insist } from "./invariants.ts";
import type { SeenStep } from "./observed-worlds.ts";
import type { StoredWorld } from "./stored-world.ts";

export interface ModelMember {
  subject: string;
  name: string;
  entity: number | null;
  isAwake: boolean;
  muted: Set<number>;
}

/**
 * What must be true of a world by all that was told of it and is in its log: who has what, how doors stand, what was
 * said, what scripts remember, who is here. Made of events, not of the world's own state.
 */
export class WorldModel {
  readonly members: ModelMember[] = [];
  readonly chat: Chat = emptyChat();
  /** Who carries it, by item. */
  readonly holders = new Map<number, number | null>();
  readonly doors = new Map<number, { open: boolean; locked: boolean }>();
  readonly lights = new Map<string, boolean>();
  /** How often a thing with the script `count` was used, by entity. */
  readonly counts = new Map<number, number>();
  /** Every tick before this one is in the log. */
  tick = 0;
  minute = 480;

  /** How things stand in a world in which nothing has happened. */
  begin(stored: StoredWorld): void {
    for (const { entity, by } of stored.items) this.holders.set(entity, by);
    for (const { entity, open, locked } of stored.doors) this.doors.set(entity, { open, locked });
  }

  memberOf(subject: string): number | null {
    const found = this.members.findIndex((member) => member.subject === subject);
    return found < 0 ? null : found;
  }

  /** A tick that is in the log now. */
  fold(step: SeenStep): void {
    for (const [at, input] of step.inputs.entries()) this.#input(input, step, at);
    for (const event of step.events) this.#event(event, step);
    this.tick = step.tick + 1;
  }

  #input(input: WorldInput, { replies, viewers, tick }: SeenStep, at: number): void {
    if (input.type === "time") this.minute = input.minute;
    if (input.type === "wake") {
      const known = this.memberOf(input.subject) ?? this.#join(input.subject, input.name);
      const member = this.members[known];
      const entity = viewers.get(known)?.entity ?? null;
      if (!member || entity === null) return;
      insist(member.entity === null || member.entity === entity, "W5", `${input.subject} has another body`);
      member.entity = entity;
    }
    if (input.type !== "command" || !replies.some((reply) => reply.input === at && reply.ok)) return;
    const [, verb, name = ""] = /^(mute|unmute) (.+)$/.exec(input.line) ?? [];
    const [self, other] = [this.members[input.member], this.members.find((one) => one.name === name)];
    if (!verb || !self) return;
    insist(other?.entity != null, "W1", `in tick ${tick} somebody unknown was ${verb}d: ${name}`);
    if (verb === "mute") self.muted.add(other.entity);
    else self.muted.delete(other.entity);
  }

  #join(subject: string, name: string): number {
    this.members.push({ subject, name, entity: null, isAwake: false, muted: new Set() });
    return this.members.length - 1;
  }

  #event(event: WorldEvent, { tick }: SeenStep): void {
    switch (event.type) {
      case "took":
        return void this.holders.set(event.item.entity, event.who.entity);
      case "dropped":
      case "threw":
        return void this.holders.set(event.item.entity, null);
      case "gave":
        return void this.holders.set(event.item.entity, event.to.entity);
      case "opened":
      case "closed":
        return this.#door(event.door.entity, { open: event.type === "opened" });
      case "locked":
      case "unlocked":
        return this.#door(event.door.entity, { locked: event.type === "locked" });
      case "lit":
      case "darkened":
        return void this.lights.set(event.light, event.type === "lit");
      case "woke":
      case "slept":
        return this.#presence(event.who.entity, event.type === "woke", event.who.name);
      default:
        return this.#words(event, tick);
    }
  }

  #door(entity: number, change: { open?: boolean; locked?: boolean }): void {
    this.doors.set(entity, { ...(this.doors.get(entity) ?? { open: false, locked: false }), ...change });
  }

  /** Somebody who comes in for the first time is known by name before their body is. */
  #presence(entity: number, isAwake: boolean, name: string): void {
    const member = this.members.find((one) => one.entity === entity) ?? this.members.find((one) => one.name === name);
    insist(member !== undefined, "W5", `somebody woke or slept who never entered: ${name}`);
    insist(member.isAwake !== isAwake, "W7", `${name} ${isAwake ? "woke" : "slept"} twice`);
    member.isAwake = isAwake;
    member.entity ??= entity;
  }

  #words(event: WorldEvent, tick: number): void {
    if (event.type !== "said" && event.type !== "emoted" && event.type !== "called" && event.type !== "told") return;
    const used = /^used (\d+) times/.exec(event.text);
    if (event.who.kind !== "player") return void (used && this.counts.set(event.who.entity, Number(used[1])));
    const by = this.#numberOf(event.who.entity);
    const line: ChatLine = { tick, minute: this.minute, by, text: event.text };
    if (event.type === "called") return push(this.chat.realm, line);
    if (event.type === "told") return this.#private(line, this.#numberOf(event.to.entity));
    const talk = this.chat.areas.find(({ area }) => area === event.area) ?? { area: event.area, lines: [] };
    push(talk.lines, event.type === "emoted" ? { ...line, emote: true } : line);
    this.chat.areas = [...this.chat.areas.filter((one) => one !== talk), talk];
  }

  #private(line: ChatLine, to: number): void {
    const pair = [Math.min(line.by, to), Math.max(line.by, to)] as const;
    const known = this.chat.private.find((one) => one.pair.join() === pair.join()) ?? { pair, lines: [] };
    push(known.lines, line);
    this.chat.private = [...this.chat.private.filter((one) => one !== known), known];
  }

  #numberOf(entity: number): number {
    const found = this.members.findIndex((member) => member.entity === entity);
    insist(found >= 0, "W5", `words of somebody who never entered, ${entity}`);
    return found;
  }

  /** [W1] [W4] [W5] The world is as it must be. */
  compare(stored: StoredWorld): void {
    this.#compareMembers(stored);
    this.#compareThings(stored);
    same("what was said", stored.chat, this.chat);
    for (const [entity, times] of this.counts) {
      same(`how often ${entity} was used`, stored.scripts.get(entity) ?? null, { times });
    }
  }

  #compareMembers(stored: StoredWorld): void {
    const told = (one: { subject: string; name: string; entity: number | null; isAwake: boolean }, muted: number[]) =>
      [one.subject, one.name, one.entity, one.isAwake, ...muted.sort((a, b) => a - b)].join(" ");
    same(
      "who has been here",
      stored.members.map((one) => told(one, [...one.muted])),
      this.members.map((one) => told(one, [...one.muted])),
    );
    const names = new Set(stored.members.map(({ name }) => name.toLowerCase()));
    insist(names.size === stored.members.length, "W5", `a name is there twice: ${[...names]}`);
    const bodies = new Set(stored.members.map(({ entity }) => entity));
    insist(bodies.size === stored.members.length, "W5", "two have the same body");
    for (const { entity, isAwake, name } of stored.members) {
      insist(
        stored.has(entity, "body") === isAwake,
        "W4",
        `${name} is ${isAwake ? "here without" : "asleep with"} a body`,
      );
    }
  }

  #compareThings(stored: StoredWorld): void {
    same("who has what", new Map(stored.items.map(({ entity, by }) => [entity, by])), this.holders);
    same("how doors stand", new Map(stored.doors.map(({ entity, ...door }) => [entity, door])), this.doors);
    insist(stored.items.length === this.holders.size, "W4", `there are ${stored.items.length} items`);
    for (const { entity, by, hasBody, area } of stored.items) {
      insist(
        hasBody === (by === null),
        "W4",
        `item ${entity} is carried by ${by} and ${hasBody ? "lies there" : "is nowhere"}`,
      );
      if (by !== null) insist(stored.areaOf(by) === area, "W4", `item ${entity} is not where its bearer is`);
    }
  }
}

function push(lines: ChatLine[], line: ChatLine): void {
  lines.push(line);
  lines.splice(0, Math.max(0, lines.length - CHAT_LINES_MAX));
}

function same(what: string, found: unknown, wanted: unknown): void {
  const [one, other] = [text(found), text(wanted)];
  insist(one === other, "W1", () => `${what}: ${one}\n  but it must be ${other}`);
}

/** Keys in order: what is the same reads the same. */
function text(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => {
    if (one instanceof Map) return [...one].sort(([a], [b]) => Number(a) - Number(b));
    if (typeof one !== "object" || one === null || Array.isArray(one)) return one;
    return Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
