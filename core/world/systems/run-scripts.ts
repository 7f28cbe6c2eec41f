import { indexOf } from "../../ecs/entity.ts";
import type { JsonValue } from "../../ecs/schema.ts";
import { randomFor } from "../../random.ts";
import { dispatch, OUTBOX_MAX } from "../exchange.ts";
import { TICK_MS } from "../inputs.ts";
import { middle } from "../places.ts";
import type { Hook, HookCall, Json, ScriptAction } from "../script-port.ts";
import type { Simulated } from "../simulated.ts";
import type { Thing } from "../things.ts";

/** Hooks of one tick; what is more is dropped, and told to the builder. */
const CALLS_MAX = 32;
/** Counted interrupts of all hooks of one tick. */
const INTERRUPTS_MAX = 60;
/** What a hook that failed counts for: it may have used them all. */
const INTERRUPTS_OF_A_FAILURE = 20;
const TIMERS_MAX = 8;
const TIMER_MIN_MS = 100;
const TIMER_MAX_MS = 3_600_000;

interface Timer {
  name: string;
  tick: number;
}

/** Timers that have run out call their hooks. */
export function runTimers(world: Simulated): void {
  const { store, facts } = world.parts;
  const { script } = store.columns;
  store.each(store.query("script"), (index) => {
    const timers = (script.timers[index] ?? []) as unknown as Timer[];
    if (timers.length === 0) return;
    const out = timers.filter(({ tick }) => tick <= facts.tick);
    if (out.length === 0) return;
    script.timers[index] = timers.filter(({ tick }) => tick > facts.tick) as unknown as JsonValue;
    for (const { name } of out) world.hook(store.entityAt(index), "onTimer", null, { name });
  });
}

/** Whether a timer runs. */
export function hasTimers({ parts: { store } }: Simulated): boolean {
  let has = false;
  store.each(store.query("script"), (index) => {
    has ||= ((store.columns.script.timers[index] ?? []) as unknown[]).length > 0;
  });
  return has;
}

/** Calls the hooks of this tick, in order, and carries out what they ask for. Gives the problems that builders see. */
export function runScripts(world: Simulated): string[] {
  const problems: string[] = [];
  let interrupts = 0;
  const calls = world.calls.splice(0);
  for (const [at, call] of calls.entries()) {
    if (at >= CALLS_MAX || interrupts >= INTERRUPTS_MAX) {
      problems.push(`${calls.length - at} hooks were left out: too many in one tick`);
      break;
    }
    const result = world.parts.scripts.run(
      hookCall(world, call.entity, call.hook, eventFor(world, call.by, call.data)),
    );
    if (!result.ok) {
      const { file, line, code, message } = result.problem;
      interrupts += INTERRUPTS_OF_A_FAILURE;
      problems.push(`${file}:${line} ${code} ${message}${result.off ? " (this hook is off now)" : ""}`);
      continue;
    }
    interrupts += result.interrupts;
    keep(world, call.entity, result.state);
    for (const action of result.actions) act(world, call.entity, action);
    const isLost = isOutboxFull(world) && result.actions.some((action) => action.do === "publish");
    if (isLost) problems.push("what was published is lost: too much waits for the directory of realms");
  }
  return problems;
}

function isOutboxFull({ parts: { facts } }: Simulated): boolean {
  return facts.exchange.outbox.length >= OUTBOX_MAX;
}

function eventFor(world: Simulated, by: number | null, data: Record<string, Json>): HookCall["event"] {
  if (by === null) return data;
  const { entity, name } = world.thing(by);
  return { by: { id: String(entity), name }, ...data };
}

function hookCall(world: Simulated, entity: number, hook: Hook, event: HookCall["event"]): HookCall {
  const { store, facts } = world.parts;
  const { id, title, script = "" } = world.planOf(entity);
  const kind = world.kindOf(entity);
  const state = store.has(entity, "script") ? (store.columns.script.state[indexOf(entity)] ?? null) : null;
  const seed = Math.floor(randomFor(facts.seed, `script:${facts.tick}:${entity}:${hook}`)() * 4_294_967_296);
  return {
    script,
    hook,
    tick: facts.tick,
    seed,
    self: {
      id,
      kind: kind === "player" || kind === "light" ? "prop" : kind,
      title,
      area: world.areaOf(entity).id,
      state,
    },
    event,
  };
}

function keep(world: Simulated, entity: number, state: Json): void {
  const { store } = world.parts;
  const index = store.add(entity, "script");
  if (JSON.stringify(store.columns.script.state[index]) === JSON.stringify(state)) return;
  store.columns.script.state[index] = state;
  world.notes.durable = true;
}

function act(world: Simulated, self: number, action: ScriptAction): void {
  const area = world.areaOf(self).id;
  switch (action.do) {
    case "say":
      return world.tell({ type: "said", area, who: world.thing(self), text: action.text });
    case "narrate":
      return world.tell({ type: "narrated", area, text: action.text });
    case "tell": {
      const person = world.people().find(({ entity }) => String(entity) === action.to);
      return (
        person && world.tell({ type: "narrated", area: world.areaOf(person.entity).id, text: action.text, to: person })
      );
    }
    case "open":
    case "close":
    case "lock":
    case "unlock":
      return workDoor(world, self, action);
    case "light": {
      const def = world.parts.places.map.lights.findIndex(({ id }) => id === action.target);
      return def < 0 ? undefined : world.light(def, action.on);
    }
    case "move":
      return moveThing(world, action);
    case "give":
      return giveItem(world, action);
    case "timer":
      return setTimer(world, self, action);
    case "publish":
      // What is not published after all is told by the caller.
      if (dispatch(world.parts.facts.exchange, action.kind, action.data)) world.notes.durable = true;
  }
}

const past = { open: "opened", close: "closed", lock: "locked", unlock: "unlocked" } as const;

function workDoor(
  world: Simulated,
  self: number,
  action: ScriptAction & { do: "open" | "close" | "lock" | "unlock" },
): void {
  const wanted = action.target ?? world.planOf(self).id;
  const entity = world.all("door").find((one) => world.planOf(one).id === wanted);
  if (entity === undefined) return;
  const { open, locked } = world.doorState(entity);
  const isSo = { open, close: !open, lock: locked, unlock: !locked }[action.do];
  if (isSo) return;
  world.setDoor(entity, action.do, null);
  const [area, beyond] = world.sidesOf(entity);
  world.tell({ type: past[action.do], area, beyond, who: null, door: world.thing(entity) });
}

function named(world: Simulated, id: string): Thing | undefined {
  for (const kind of ["item", "prop", "npc", "player"] as const) {
    const entity = world.all(kind).find((one) => String(one) === id || world.thing(one).id === id);
    if (entity !== undefined) return world.thing(entity);
  }
  return undefined;
}

function moveThing(world: Simulated, { target, area }: ScriptAction & { do: "move" }): void {
  const thing = named(world, target);
  const { places, store } = world.parts;
  if (!thing || !places.has(area) || !store.has(thing.entity, "body")) return;
  world.leap(thing.entity, middle(places.area(places.indexOf(area))));
}

function giveItem(world: Simulated, { item, to }: ScriptAction & { do: "give" }): void {
  const thing = named(world, item);
  const person = named(world, to);
  if (thing?.kind !== "item" || (person?.kind !== "player" && person?.kind !== "npc")) return;
  world.take(person.entity, thing.entity);
  world.tell({ type: "took", area: world.areaOf(person.entity).id, who: person, item: thing });
}

function setTimer(world: Simulated, self: number, { name, ms }: ScriptAction & { do: "timer" }): void {
  const { store, facts } = world.parts;
  const index = store.add(self, "script");
  const { script } = store.columns;
  const timers = ((script.timers[index] ?? []) as unknown as Timer[]).filter((timer) => timer.name !== name);
  if (timers.length >= TIMERS_MAX) return;
  const ticks = Math.ceil(Math.min(TIMER_MAX_MS, Math.max(TIMER_MIN_MS, ms)) / TICK_MS);
  script.timers[index] = [...timers, { name, tick: facts.tick + ticks }] as unknown as JsonValue;
  world.notes.durable = true;
}
