import type { Act, EventTable } from "./event.ts";
import type { SimulatedRoom } from "./simulated-room.ts";
import type { Tab } from "./tab.ts";

/** Within the budget of a connection. */
const FIDGET_MS = 120;

const arrive: Act = async (room) => {
  const absent = [...room.absent("host"), ...room.absent("screen")];
  if (absent.length === 0) return null;
  return `${await room.enter(room.dice.pick(absent))}`;
};

/** What a host who wants the game to go on would do now. */
const steer: Act = async (room) => {
  const tab = hostTab(room);
  const frame = tab && wiseFrame(room);
  if (!tab || !frame) return null;
  room.request(tab, frame);
  return `${tab} ${frame.t}`;
};

/** Any command, whether or not it fits. */
const command: Act = async (room) => {
  const tab = hostTab(room);
  if (!tab) return null;
  const frame = anyFrame(room);
  room.request(tab, frame);
  return `${tab} ${JSON.stringify(frame)}`;
};

/** Several commands in one moment, perhaps of two hosts. */
const commands: Act = async (room) => {
  const hosts = room.seated("host");
  if (hosts.length === 0) return null;
  const frames = Array.from({ length: room.dice.between(2, 4) }, () => anyFrame(room));
  for (const frame of frames) room.request(room.dice.pick(hosts), frame);
  return frames.map(({ t }) => t).join();
};

/** Changes that everybody is told of, one after the other: who does not keep up falls behind. */
const fidget: Act = async (room) => {
  const tab = hostTab(room);
  if (!tab) return null;
  const times = room.dice.pick([20, 40, 110]);
  const lags = room.dice.chance(0.5) ? room.dice.pick(room.tabs) : null;
  if (lags) lags.manners = "stalled";
  for (let i = 0; i < times; i++) {
    room.request(tab, { t: "lock", on: i % 2 === 1 });
    room.pass(FIDGET_MS);
    room.arrive();
  }
  return `${tab} ${times} times, ${lags} lags`;
};

export const hostEvents: EventTable = [
  [8, { name: "host or screen arrives", act: arrive }],
  [14, { name: "host goes on", act: steer, mostlyIn: ["lobby", "reveal", "standings"] }],
  [8, { name: "host command", act: command }],
  [1.5, { name: "host commands", act: commands }],
  [0.7, { name: "host fidgets", act: fidget }],
];

function hostTab(room: SimulatedRoom): Tab | null {
  const hosts = room.seated("host");
  return hosts.length > 0 ? room.dice.pick(hosts) : null;
}

function wiseFrame({ state, dice }: SimulatedRoom): { t: string } | null {
  if (!state) return null;
  if (state.pausedAtMs !== null) return { t: "resume" };
  const { phase } = state.phase;
  if (phase === "lobby") return state.players.length > 0 && dice.chance(0.4) ? { t: "start" } : null;
  if (phase === "reveal" || phase === "standings") return { t: "next" };
  return phase === "question" && dice.chance(0.2) ? { t: "next" } : null;
}

function anyFrame(room: SimulatedRoom): { t: string } & Record<string, unknown> {
  const { dice } = room;
  const question = anyQuestion(room);
  return dice.weighted<{ t: string } & Record<string, unknown>>([
    [1, { t: "start" }],
    [2, { t: "next" }],
    [2, { t: "skip" }],
    [3, { t: "pause" }],
    [2, { t: "resume" }],
    [0.4, { t: "end" }],
    [1, { t: "lock", on: dice.chance(0.3) }],
    [1.5, { t: "kick", player: dice.below(room.model.players.length + 1) }],
    [1.5, { t: "settings", ...anySettings(room) }],
    [1, { t: "edit", question, ...anyText(room) }],
    [0.7, { t: "delete", question }],
    [1, { t: "move", question, to: dice.below(10) }],
    [1, dice.chance(0.5) ? { t: "regenerate" } : { t: "regenerate", question }],
  ]);
}

function anySettings({ dice }: SimulatedRoom): object {
  return {
    ...(dice.chance(0.3) ? { seconds: dice.between(5, 30) } : {}),
    ...(dice.chance(0.3) ? { scoring: dice.pick(["speed", "accuracy"]) } : {}),
    ...(dice.chance(0.6) ? { auto: dice.chance(0.5) } : {}),
  };
}

function anyQuestion({ dice, state }: SimulatedRoom): number {
  const ids = state?.questions.map(({ id }) => id) ?? [];
  return dice.chance(0.9) && ids.length > 0 ? dice.pick(ids) : dice.below(60);
}

/** A host's own question: mostly a good one. */
function anyText({ dice }: SimulatedRoom): object {
  const a = dice.between(100, 999);
  const b = dice.between(100, 999);
  const good = { stem: `How much is ${a} plus ${b}?`, because: `${a} and ${b} make ${a + b}.` };
  const options = [0, 10, -10, 1].map((off) => String(a + b + off));
  if (dice.chance(0.8)) return { ...good, options, right: 0 };
  return {
    ...good,
    options: dice.chance(0.5) ? ["1", "1", "2", "3"] : [...options].reverse(),
    right: 3,
    because: "\u0007",
  };
}
