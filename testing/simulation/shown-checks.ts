import type { Machine, Seat } from "../../core/machine.ts";
import { type StateFrame, UNACKED_STATES_MAX } from "../../core/protocol/index.ts";
import type { Quiz } from "../../core/quiz/quiz-kind.ts";
import type { QuizState } from "../../core/quiz/state.ts";
import { insist } from "./invariants.ts";
import type { SimulatedRoom } from "./simulated-room.ts";
import type { Tab } from "./tab.ts";

/** What clients have been shown, and what it tells. */
export function checkShown(room: SimulatedRoom, state: QuizState): void {
  const views = new ViewsOf(room.machine, state);
  for (const tab of room.tabs) {
    if (!tab.isSeated || !tab.state || !keepsUp(tab)) continue;
    const [told, owed] = [stable(tab.state), views.of(tab.person.role)];
    insist(told === owed, "I17", () => `${tab} was shown ${told}; the room is ${owed}`);
    if (tab.person.role !== "player") checkRoster(room, state, tab);
  }
  if (state.phase.phase === "question" || state.phase.phase === "countdown")
    checkSecrecy(room, state, state.phase.index);
}

/** What the roles should see of a state; each is made once. */
class ViewsOf {
  readonly #made = new Map<Seat["role"], string>();
  readonly #make: (role: Seat["role"]) => string;

  constructor(machine: Machine<Quiz>, state: QuizState) {
    const volatile = machine.volatile(state, []);
    this.#make = (role) => stable(machine.view(state, role, volatile) as Pick<StateFrame, "room" | "host">);
  }

  of(role: Seat["role"]): string {
    const view = this.#made.get(role) ?? this.#make(role);
    this.#made.set(role, view);
    return view;
  }
}

function keepsUp(tab: Tab): boolean {
  return tab.unacked < UNACKED_STATES_MAX && !tab.overBudget;
}

/** Without what is gathered for a while, or changes by somebody's leaving. Frames are made of views: keys are in order. */
function stable({ room, host }: Pick<StateFrame, "room" | "host">): string {
  const { players: _, now, ...rest } = room;
  return JSON.stringify({ ...rest, now: "top" in now ? { ...now, top: [] } : now, host });
}

function checkRoster(room: SimulatedRoom, state: QuizState, tab: Tab): void {
  if (room.shell.time.timerMs !== null) return;
  state.players.forEach(({ name, standing }, player) => {
    const row = tab.roster.get(player);
    const told = row && !row.gone ? "in" : "out";
    insist((told === "in") === (standing === "in"), "I17", `${tab} has ${JSON.stringify(row)} of ${name}, ${standing}`);
    if (!row || told === "out") return;
    const theirs = room.seated("player").filter(({ person }) => room.model.byGuest.get(person.subject) === player);
    if (theirs.length === 0) insist(!row.here, "I17", `${tab} thinks that ${name} is here`);
    const isHere = theirs.some(({ you, everSilent }) => you && !everSilent);
    if (isHere) insist(row.here, "I17", `${tab} thinks that ${name} is gone`);
  });
}

/** [Q25] Were another option right, players and screens would see the same. */
function checkSecrecy(room: SimulatedRoom, state: QuizState, index: number): void {
  const other = structuredClone(state);
  for (const question of other.questions.slice(index)) {
    question.right = (question.right + 1) % 4;
    question.because = "for another reason";
  }
  for (const { answer } of other.players) {
    if (answer) Object.assign(answer, { right: !answer.right, points: answer.points + 1 });
  }
  const same = publicViews(room, state) === publicViews(room, other);
  insist(same, "I5", "what players see depends on which option is right");
}

function publicViews({ machine, tabs }: SimulatedRoom, state: QuizState): string {
  const volatile = machine.volatile(state, []);
  const own = tabs.flatMap(({ you, connection, person: { role, subject } }) => {
    const seat = { connection, role, subject, member: you?.player ?? null, rttMs: null, present: true };
    return role === "player" ? [machine.you(state, seat, volatile)] : [];
  });
  return JSON.stringify([machine.view(state, "player", volatile), machine.view(state, "screen", volatile), own]);
}
