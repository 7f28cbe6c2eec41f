import type { Kind, Machine, RoomEvent, Seat, Turn } from "../core/machine.ts";
import { fail, failure } from "../core/protocol/index.ts";

/** A machine that adds up what its members say: just enough of a room to try the runner with. */
export interface Tally extends Kind {
  State: { members: string[]; total: number; dueMs: number | null };
  Fact: { type: "joined"; subject: string } | { type: "added"; n: number } | { type: "timed"; dueMs: number | null };
  Setup: { total: number };
  Frame: { t: TallyFrame; id?: number; n?: number };
  Volatile: { present: Set<string> };
}

const frames = ["join", "add", "explode", "quit", "tell", "alarm", "gather", "ask", "checkpoint", "destroy"] as const;
type TallyFrame = (typeof frames)[number];
type TallyTurn = Turn<Tally>;

/** What goes wrong in a {@link tallyMachine}; a test may change it while the machine runs. */
export interface Faults {
  /** A step of this event throws. */
  step?: RoomEvent<Tally>["type"];
  /** Nobody's view can be made. */
  view?: boolean;
  /** A deadline stays where it is. */
  stuck?: boolean;
}

export function tallyMachine(faults: Faults = {}): Machine<Tally> {
  return {
    rules: 1,
    init: () => ({ members: [], total: 0, dueMs: null }),
    apply(state, fact) {
      if (fact.type === "joined") state.members.push(fact.subject);
      else if (fact.type === "added") state.total += fact.n;
      else state.dueMs = fact.dueMs;
    },
    restore: (saved) => saved as Tally["State"],
    volatile: (_, seats) => ({ present: new Set([...seats].map(({ connection }) => connection)) }),
    read(_, frame) {
      const read = frame as Tally["Frame"];
      return frames.includes(read.t) ? { ok: true, value: read } : fail("UNKNOWN_FRAME");
    },
    step(turn, event) {
      if (event.type === faults.step) throw new Error(`no step for ${event.type}`);
      step(turn, event, faults);
    },
    due: ({ dueMs }) => dueMs,
    view(state) {
      if (faults.view) throw new Error("no view");
      return { total: state.total };
    },
    you: ({ members }, { member }) => (member === null ? null : { member, subject: members[member] ?? "nobody" }),
  };
}

function step(turn: TallyTurn, event: RoomEvent<Tally>, faults: Faults): void {
  if (event.type === "created") return turn.emit({ type: "added", n: event.setup.total });
  if (event.type === "due") return faults.stuck ? undefined : turn.emit({ type: "timed", dueMs: null });
  if (event.type === "reply") return turn.emit({ type: "added", n: Number(event.reply) });
  if (event.type === "delete") return turn.destroy();
  if (event.type === "gone") {
    turn.emit({ type: "added", n: 1 });
    return turn.tell(["player"], { t: "left", total: turn.state.total });
  }
  if (event.type === "frame") return carryOut(turn, event.seat, event.frame);
}

function carryOut(turn: TallyTurn, seat: Seat, frame: Tally["Frame"]): void {
  const n = frame.n ?? 1;
  switch (frame.t) {
    case "join":
      if (seat.member !== null) return turn.reply(seat, frame, failure("ALREADY_JOINED"));
      turn.bind(seat, turn.state.members.length);
      turn.emit({ type: "joined", subject: seat.subject });
      turn.show(seat);
      break;
    case "add":
      turn.emit({ type: "added", n });
      turn.publish();
      break;
    case "explode":
      turn.emit({ type: "added", n: 1_000 });
      turn.publish();
      throw new Error("exploded");
    case "quit":
      return turn.close(seat, "LEFT");
    case "tell":
      for (let i = 0; i < n; i++) turn.tell(["player"], { t: "told", i });
      break;
    case "alarm":
      turn.emit({ type: "timed", dueMs: turn.nowMs + n });
      break;
    case "gather":
      return turn.flushWithin(n);
    case "ask":
      return turn.ask({ n });
    case "checkpoint":
      turn.checkpoint();
      break;
    case "destroy":
      return turn.destroy();
  }
  turn.reply(seat, frame);
}
