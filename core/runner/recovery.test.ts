import { describe, expect, it } from "vitest";
import { MemoryJournal } from "../../testing/memory-journal.ts";
import { MemoryShell } from "../../testing/memory-shell.ts";
import { fold, game, type QuizRoom } from "../../testing/quiz-room.ts";
import { randomGame } from "../../testing/random-game.ts";
import { type Faults, type Tally, tallyMachine } from "../../testing/tally-machine.ts";
import type { RoomPorts } from "../ports.ts";
import { COMMIT_EVERY_MS, closeCodes } from "../protocol/index.ts";
import { stateHash } from "../random.ts";

type TallyJournal = MemoryJournal<Tally["Fact"]>;

async function tally(faults: Faults = {}, instead: Partial<RoomPorts<Tally["Fact"]>> = {}) {
  const shell = new MemoryShell<Tally>("22222C", tallyMachine(faults), undefined, instead);
  shell.runner.create({ total: 0 });
  const anna = await shell.enter("player", "guest:anna");
  const ben = await shell.enter("player", "guest:ben");
  for (const id of [anna, ben]) shell.socket(id).take();
  return { shell, anna, ben };
}

function total(shell: MemoryShell<Tally>): number | undefined {
  return shell.runner.state?.total;
}

/** Adds a check of a whole random game, after each step of it. */
function holds(room: QuizRoom): void {
  const entries = [...room.shell.runner.entries()];
  expect(stateHash(fold(entries))).toBe(room.hash());
  const recovered = room.shell.journal.recover();
  expect(recovered?.checkpoint?.facts ?? 0).toBeLessThanOrEqual(entries.flatMap(({ facts }) => facts).length);
  for (const { error } of room.shell.reports.splice(0)) expect(String(error)).toContain("the disk is broken");
  expect(new Set(room.state.players.map(({ guest }) => guest)).size).toBe(room.state.players.length);
  for (const { history, score } of room.state.players) {
    expect(history.reduce((sum, points) => sum + Math.max(0, points), 0)).toBe(score);
  }
  for (const { closed, socket } of room.people) {
    const member = socket.keepsake?.member ?? null;
    if (!closed && member !== null) expect(room.state.players[member]?.guest).toBe(socket.keepsake?.subject);
  }
}

/** Nothing leaves before it is durable, and nobody is told of the past after the present. */
function watchOver({ shell }: QuizRoom): void {
  const newest = new Map<string, number>();
  shell.watch = (id, text) => {
    const frame = JSON.parse(text) as { t: string; seq?: number; question?: number; option?: number };
    const facts = [...shell.journal.all()].flatMap((entry) => entry.facts);
    if (frame.seq !== undefined) {
      expect(frame.seq).toBeLessThanOrEqual(facts.length);
      expect(frame.seq).toBeGreaterThanOrEqual(newest.get(id) ?? 0);
      newest.set(id, frame.seq);
    }
    if (frame.t !== "accepted") return;
    const player = shell.socket(id).keepsake?.member;
    const answers = facts.filter((fact) => fact.type === "answered" && fact.player === player);
    expect(answers.at(-1)).toMatchObject({ option: frame.option });
  };
}

describe("whatever happens in a game", () => {
  const seeds = Array.from({ length: 12 }, (_, i) => `${i}`);
  it.each(seeds)("[R2] the journal gives the same state again, after every step (seed %s)", async (seed) => {
    const n = Number(seed);
    const options = {
      ai: n % 2 === 0,
      auto: n % 3 !== 0,
      scoring: n % 4 ? "speed" : "accuracy",
      questions: 4,
    } as const;
    let watched = false;
    await randomGame(`r2:${seed}`, 120, options, (room) => {
      if (!watched) watchOver(room);
      watched = true;
      holds(room);
    });
  });
});

describe("what was accepted", () => {
  it("[R2] is durable before anybody is told of it", async () => {
    const { shell, anna } = await tally();
    shell.watch = (_, text) => {
      if (text.includes('"total":5')) expect([...shell.journal.all()]).toHaveLength(2);
    };
    await shell.say(anna, { t: "add", n: 5, id: 1 });
    expect(shell.socket(anna).frames).toMatchObject([{ t: "ok" }, { t: "state", total: 5 }]);
  });

  it("[R2] fast after something else waits for one commit with the rest, and so does its answer", async () => {
    const { shell, anna, ben } = await tally();
    for (const id of [anna, ben, anna, ben]) void shell.runner.message(id, '{"t":"add"}');
    expect([...shell.journal.all()].flatMap(({ facts }) => facts)).toHaveLength(2);
    expect(shell.socket(ben).frames).toMatchObject([{ t: "state", total: 1 }]);
    shell.advance(COMMIT_EVERY_MS);
    expect([...shell.journal.all()].flatMap(({ facts }) => facts)).toHaveLength(5);
    expect(shell.socket(ben).last("state")).toMatchObject({ total: 4 });
  });

  it("[R2] but not yet durable when the process died was told to nobody and never happened", async () => {
    const { shell, anna, ben } = await tally();
    for (const id of [anna, ben]) void shell.runner.message(id, '{"t":"add","n":7,"id":1}');
    shell.crash();
    expect(shell.socket(ben).frames.some(({ t }) => t === "ok")).toBe(false);
    expect(total(shell)).toBe(7);
  });

  it("[R2] is there after a crash at any moment of a game", async () => {
    const room = game();
    const host = await room.host();
    const anna = await room.player("Anna");
    await host.does({ t: "start" });
    room.passToOpening();
    await anna.answer("right");
    const hash = room.hash();
    room.shell.crash();
    expect(room.state.players[0]).toMatchObject({ name: "Anna", score: 1_000 });
    // That the host is gone is new.
    expect(stateHash({ ...room.state, hostHere: true, lookAtMs: null, activeAtMs: 0 })).not.toBe(hash);
    expect(stateHash(fold(room.shell.journal.all()))).toBe(room.hash());
  });

  it("[R2] is read from the newest checkpoint on, and from the beginning without one", async () => {
    const { shell, anna } = await tally();
    for (let i = 0; i < 5; i++) await shell.say(anna, { t: "add" });
    await shell.say(anna, { t: "checkpoint" });
    for (let i = 0; i < 5; i++) await shell.say(anna, { t: "add", n: 10 });
    expect(shell.journal.recover()?.checkpoint).toMatchObject({ facts: 6, rules: 1 });
    expect(shell.journal.recover()?.entries).toHaveLength(5);
    shell.crash();
    expect(total(shell)).toBe(55);
    const bare = new MemoryJournal<Tally["Fact"]>();
    bare.append([...shell.journal.all()]);
    const again = new MemoryShell<Tally>("22222C", tallyMachine(), undefined, { journal: bare });
    again.runner.load([]);
    expect(again.runner.state).toEqual(shell.runner.state);
  });
});

describe("hibernation", () => {
  it("keeps who is who, and writes nothing", async () => {
    const { shell, anna, ben } = await tally();
    await shell.say(ben, { t: "join" });
    await shell.say(anna, { t: "join" });
    const before = [...shell.journal.all()].length;
    shell.hibernate();
    expect([...shell.journal.all()]).toHaveLength(before);
    await shell.say(anna, { t: "add" });
    shell.socket(anna).take();
    await shell.say(anna, { t: "join", id: 5 });
    expect(shell.socket(anna).last("error")).toMatchObject({ id: 5, error: { code: "ALREADY_JOINED" } });
  });

  it("forgets a socket that never said hello no sooner than others", async () => {
    const { shell } = await tally();
    const late = shell.open();
    shell.hibernate();
    await shell.say(late, { t: "hello", v: 1, role: "player", token: "guest:late" });
    expect(shell.socket(late).last("state")).toBeDefined();
  });
});

describe("a broken disk", () => {
  it("[R3] takes back what could not be stored; everybody is shown the whole at once", async () => {
    const { shell, anna, ben } = await tally();
    shell.journal.broken = true;
    await shell.runner.message(anna, '{"t":"add","n":9,"id":1}');
    expect(shell.socket(anna).take()).toMatchObject([{ t: "state", total: 0, you: null }]);
    expect(shell.socket(ben).take()).toMatchObject([{ t: "state", total: 0, you: null }]);
    expect(total(shell)).toBe(0);
    expect(shell.reports).toMatchObject([{ where: "commit" }]);
    expect(shell.counts["restarts"]).toBe(1);
    shell.journal.broken = false;
    await shell.say(anna, { t: "add", n: 9, id: 2 });
    expect(total(shell)).toBe(9);
  });

  it("[R3] leaves nobody as a member that they never became", async () => {
    const { shell, anna, ben } = await tally();
    shell.journal.broken = true;
    await shell.say(anna, { t: "join" });
    shell.journal.broken = false;
    await shell.say(ben, { t: "join" });
    expect(shell.socket(ben).last("state")).toMatchObject({ you: { member: 0, subject: "ben" } });
    expect(shell.socket(anna).last("state")).toMatchObject({ you: null });
    await shell.say(anna, { t: "join", id: 3 });
    expect(shell.socket(anna).last("ok")).toMatchObject({ id: 3 });
    expect(shell.socket(anna).last("state")).toMatchObject({ you: { member: 1, subject: "anna" } });
  });

  it("[R3] leaves nobody as such a member after hibernation either", async () => {
    const { shell, anna, ben } = await tally();
    shell.journal.broken = true;
    await shell.say(anna, { t: "join" });
    shell.journal.broken = false;
    shell.advance(COMMIT_EVERY_MS);
    expect(shell.socket(anna).keepsake?.member).toBeNull();
    shell.hibernate();
    await shell.say(ben, { t: "join" });
    await shell.say(anna, { t: "join", id: 3 });
    expect(shell.runner.state?.members).toEqual(["ben", "anna"]);
  });

  it("[R3] is not hammered: what is due is tried ever more rarely, until it is done", async () => {
    const journal: TallyJournal = new MemoryJournal();
    let tried = 0;
    const counting = Object.assign(Object.create(journal) as TallyJournal, {
      recover: () => journal.recover(),
      all: () => journal.all(),
      append(entries: Parameters<TallyJournal["append"]>[0]) {
        tried += 1;
        journal.append(entries);
      },
    });
    const { shell, anna } = await tally({}, { journal: counting });
    await shell.say(anna, { t: "alarm", n: 100 });
    journal.broken = true;
    tried = 0;
    shell.advance(10_100);
    expect(tried).toBeGreaterThanOrEqual(4);
    expect(tried).toBeLessThanOrEqual(12);
    expect(shell.runner.state?.dueMs).not.toBeNull();
    journal.broken = false;
    shell.advance(5_000);
    expect(shell.runner.state?.dueMs).toBeNull();
    expect(shell.socket(anna).closed).toBeNull();
  });

  it("[R3] in a quiz: an answer that was not stored was not given, and can be given again", async () => {
    const room = game();
    const host = await room.host();
    const anna = await room.player("Anna");
    await room.player("Ben");
    await host.does({ t: "start" });
    room.passToOpening();
    room.shell.journal.broken = true;
    expect(await anna.answer("right")).toBeUndefined();
    expect(anna.you.answer).toBeNull();
    room.shell.journal.broken = false;
    expect(await anna.answer("wrong")).toMatchObject({ t: "accepted" });
    expect(anna.socket.frames.filter(({ t }) => t === "accepted")).toHaveLength(1);
    expect(stateHash(fold(room.shell.journal.all()))).toBe(room.hash());
  });

  it("[R3] in a quiz: who could not join may join, and whose name it was is nobody else", async () => {
    const room = game();
    const anna = await room.guest("anna");
    const ben = await room.guest("ben");
    room.shell.journal.broken = true;
    expect(await anna.ask({ t: "join", name: "Anna" })).toBeUndefined();
    room.shell.journal.broken = false;
    await ben.does({ t: "join", name: "Ben" });
    await anna.does({ t: "join", name: "Anna" });
    expect(ben.you).toMatchObject({ player: 0, name: "Ben" });
    expect(anna.you).toMatchObject({ player: 1, name: "Anna" });
  });

  it("[R3] in a quiz: the host whose coming could not be stored is waited for", async () => {
    const room = game({ auto: false });
    const anna = await room.player("Anna");
    room.shell.journal.broken = true;
    const host = await room.host();
    room.shell.journal.broken = false;
    room.pass(2_000);
    expect(room.state.hostHere).toBe(true);
    await host.does({ t: "start" });
    room.passToOpening();
    await anna.answer("right");
    room.pass(60_000);
    expect(room.phase).toBe("reveal");
  });

  it("[R3] at a checkpoint costs the checkpoint and nothing else", async () => {
    const journal: TallyJournal = new MemoryJournal();
    const broken = Object.assign(Object.create(journal) as TallyJournal, {
      recover: () => journal.recover(),
      all: () => journal.all(),
      append: (entries: Parameters<TallyJournal["append"]>[0]) => journal.append(entries),
      checkpoint() {
        throw new Error("no room for a checkpoint");
      },
    });
    const { shell, anna } = await tally({}, { journal: broken });
    await shell.say(anna, { t: "add", n: 4 });
    await shell.say(anna, { t: "checkpoint", id: 2 });
    expect(shell.socket(anna).last("ok")).toMatchObject({ id: 2 });
    expect(total(shell)).toBe(4);
    expect(shell.reports).toMatchObject([{ where: "checkpoint" }]);
    await shell.say(anna, { t: "add", n: 4, id: 3 });
    expect(shell.socket(anna).last("ok")).toMatchObject({ id: 3 });
  });

  it("a room that cannot be stored is not made", () => {
    const shell = new MemoryShell<Tally>("22222C", tallyMachine());
    shell.journal.broken = true;
    expect(shell.runner.create({ total: 1 })).toBe(false);
    expect(shell.runner.state).toBeNull();
    shell.journal.broken = false;
    expect(shell.runner.create({ total: 2 })).toBe(true);
    expect(shell.runner.create({ total: 3 })).toBe(false);
    expect(total(shell)).toBe(2);
  });
});

describe("a step that throws", () => {
  it("[R3] leaves no trace, and everybody is shown the whole", async () => {
    const { shell, anna, ben } = await tally();
    await shell.say(ben, { t: "add", n: 3 });
    for (const id of [anna, ben]) shell.socket(id).take();
    await shell.say(anna, { t: "explode", id: 1 });
    expect(shell.socket(anna).take()).toMatchObject([{ t: "state", total: 3, you: null }]);
    expect(shell.socket(ben).take()).toMatchObject([{ t: "state", total: 3, you: null }]);
    expect([...shell.journal.all()].flatMap(({ facts }) => facts)).toHaveLength(2);
    expect(shell.reports).toMatchObject([{ where: "frame" }]);
  });

  it("[R3] ends the connection that made it throw, once it has done so often enough", async () => {
    const { shell, anna, ben } = await tally();
    for (let i = 0; i < 4; i++) await shell.say(anna, { t: "explode" });
    expect(shell.socket(anna).closed).toBeNull();
    await shell.say(anna, { t: "explode" });
    expect(shell.socket(anna).closed).toEqual({ code: closeCodes.ABUSE, reason: "ABUSE" });
    expect(shell.socket(ben).closed).toBeNull();
    await shell.say(ben, { t: "add", id: 1 });
    expect(shell.socket(ben).last("ok")).toMatchObject({ id: 1 });
  });

  it("[R3] gives nobody a new budget, or a clean slate", async () => {
    const { shell, anna, ben } = await tally();
    for (let i = 0; i < 49; i++) {
      shell.advance(150);
      await shell.say(ben, "nonsense");
    }
    await shell.say(anna, { t: "explode" });
    expect(shell.socket(ben).closed).toBeNull();
    await shell.say(ben, "nonsense");
    expect(shell.socket(ben).closed?.code).toBe(closeCodes.ABUSE);
  });

  it("[R3] at a deadline is tried again a second later, then two, not all the time", async () => {
    const faults: Faults = { step: "due" };
    const { shell, anna } = await tally(faults);
    await shell.say(anna, { t: "alarm", n: 100 });
    shell.advance(5_200);
    expect(shell.reports.length).toBeGreaterThanOrEqual(3);
    expect(shell.reports.length).toBeLessThanOrEqual(4);
    delete faults.step;
    shell.advance(2_000);
    expect(shell.runner.state?.dueMs).toBeNull();
    expect(shell.socket(anna).closed).toBeNull();
  });

  it("a deadline that does not move on is reported, and does not stop the world", async () => {
    const { shell, anna, ben } = await tally({ stuck: true });
    await shell.say(anna, { t: "alarm", n: 100 });
    shell.advance(2_200);
    expect(shell.reports.length).toBeLessThanOrEqual(4);
    expect(String(shell.reports[0]?.error)).toContain("deadlines that do not move on");
    await shell.say(ben, { t: "add", n: 2 });
    expect(total(shell)).toBe(2);
  });

  it("[R3] on waking is no reason not to wake", async () => {
    const faults: Faults = {};
    const { shell, anna } = await tally(faults);
    await shell.say(anna, { t: "add", n: 6 });
    faults.step = "woken";
    shell.hibernate();
    expect(total(shell)).toBe(6);
    shell.socket(anna).take();
    await shell.say(anna, { t: "add", id: 1 });
    expect(shell.socket(anna).last("ok")).toMatchObject({ id: 1 });
  });

  it("[R3] whatever its event", async () => {
    for (const step of ["hello", "gone", "reply", "back", "flush"] as const) {
      const faults: Faults = {};
      const { shell, anna, ben } = await tally(faults);
      await shell.say(anna, { t: "add", n: 6 });
      await shell.say(anna, { t: "ask" });
      await shell.say(anna, { t: "gather", n: 100 });
      faults.step = step;
      shell.drop(ben);
      const cleo = await shell.enter("player", "guest:cleo");
      shell.asked[0]?.resolve(5);
      await new Promise((resolve) => setImmediate(resolve));
      shell.advance(50_000);
      await shell.say(cleo, { t: "add", n: 0 });
      await shell.say(anna, { t: "add", n: 0 });
      await shell.say(cleo, { t: "add", n: 1_000 });
      expect(shell.reports.map(({ where }) => where)).toContain(step);
      expect(total(shell)).toBeGreaterThanOrEqual(1_006);
    }
  });
});

describe("what cannot be shown or read", () => {
  it("[R3] where showing the whole throws, everybody is sent away and may come back", async () => {
    const { shell, anna, ben } = await tally({ step: "recovered" });
    await shell.say(ben, { t: "add", n: 6 });
    await shell.say(ben, { t: "tell", n: 40 });
    await shell.say(anna, { t: "ack", seq: 10_000 });
    for (const id of [anna, ben]) expect(shell.socket(id).closed?.code).toBe(closeCodes.RESTART);
    const again = await shell.enter("player", "guest:anna");
    expect(shell.socket(again).last("state")).toMatchObject({ total: 6 });
  });

  it("[R3] a view that cannot be made ends the connections, which may come back", async () => {
    const faults: Faults = {};
    const { shell, anna, ben } = await tally(faults);
    await shell.say(anna, { t: "add", n: 6 });
    faults.view = true;
    await shell.say(anna, { t: "add" });
    for (const id of [anna, ben]) expect(shell.socket(id).closed?.code).toBe(closeCodes.RESTART);
    const again = shell.open();
    delete faults.view;
    await shell.say(again, { t: "hello", v: 1, role: "player", token: "guest:anna" });
    expect(shell.socket(again).last("state")).toMatchObject({ total: 6 });
  });

  it("[R3] a journal that cannot be read just then is read when somebody comes", async () => {
    const journal: TallyJournal = new MemoryJournal();
    let unreadable = false;
    const fickle = Object.assign(Object.create(journal) as TallyJournal, {
      recover() {
        if (unreadable) throw new Error("cannot be read");
        return journal.recover();
      },
      all: () => journal.all(),
      append: (entries: Parameters<TallyJournal["append"]>[0]) => journal.append(entries),
    });
    const { shell, anna } = await tally({}, { journal: fickle });
    await shell.say(anna, { t: "add", n: 6 });
    unreadable = true;
    await shell.say(anna, { t: "explode" });
    expect(shell.socket(anna).closed?.code).toBe(closeCodes.RESTART);
    const early = shell.open();
    expect(shell.socket(anna).last("error")?.error.code).toBe("UNREADABLE");
    expect(shell.socket(early).last("error")?.error.code).toBe("UNREADABLE");
    expect(shell.socket(early).closed?.code).toBe(closeCodes.RESTART);
    unreadable = false;
    const late = await shell.enter("player", "guest:anna");
    expect(shell.socket(late).last("state")).toMatchObject({ total: 6 });
  });

  it("[R3] a room that is lost goes on by itself at its next deadline", async () => {
    const faults: Faults = {};
    const { shell, anna } = await tally(faults);
    await shell.say(anna, { t: "alarm", n: 30_000 });
    faults.view = true;
    await shell.say(anna, { t: "add" });
    expect(shell.runner.state).toBeNull();
    delete faults.view;
    shell.advance(30_100);
    expect(shell.runner.state?.dueMs).toBeNull();
  });
});

describe("somebody whose close is on its way", () => {
  it("[R3] says nothing any more, and does not make the room start again", async () => {
    const room = game();
    const host = await room.host();
    const anna = await room.player("Anna");
    const { shell } = room;
    shell.advance(46_000);
    await host.does({ t: "lock", on: true });
    expect(anna.socket.keepsake?.present).toBe(false);
    room.pass(100);
    void shell.runner.message(host.id, '{"t":"lock","on":false}');
    void shell.runner.message(host.id, '{"t":"kick","player":0}');
    // The timer of the commit is late: that she is back commits the kick, and her close comes before her frame.
    shell.time.nowMs += 20;
    void shell.runner.message(anna.id, '{"t":"answer","question":0,"option":0}');
    shell.advance(COMMIT_EVERY_MS);
    expect(anna.closed?.code).toBe(closeCodes.KICKED);
    expect(shell.counts["restarts"]).toBeUndefined();
  });

  it("[R3] nor when it spoke before its hello was answered", async () => {
    const { shell } = await tally();
    const cleo = shell.open();
    const admitted = shell.runner.message(cleo, '{"t":"hello","v":1,"role":"player","token":"guest:cleo"}');
    for (const frame of ['{"t":"quit"}', '{"t":"join"}', '{"t":"join"}']) void shell.runner.message(cleo, frame);
    await admitted;
    shell.advance(COMMIT_EVERY_MS);
    expect(shell.counts["restarts"]).toBeUndefined();
    expect(shell.socket(cleo).closed?.code).toBe(closeCodes.LEFT);
  });
});

describe("a room that is to go", () => {
  it("[R4] is erased with everything, its sockets are closed, and it does not come back", async () => {
    const { shell, anna, ben } = await tally();
    void shell.runner.message(ben, '{"t":"add"}');
    shell.runner.delete();
    for (const id of [anna, ben]) {
      expect(shell.socket(id).closed).toEqual({ code: closeCodes.ROOM_CLOSED, reason: "ROOM_CLOSED" });
    }
    expect(shell.journal.recover()).toBeNull();
    expect(shell.runner.state).toBeNull();
    expect(shell.time.alarmMs).toBeNull();
    expect(shell.time.timerMs).toBeNull();
    shell.runner.alarm();
    shell.runner.timer();
    expect(shell.journal.recover()).toBeNull();
    expect(shell.socket(shell.open()).closed?.code).toBe(closeCodes.ROOM_NOT_FOUND);
  });

  it("[R4] takes no notice of a reply that comes too late", async () => {
    const { shell, anna } = await tally();
    await shell.say(anna, { t: "ask" });
    shell.runner.delete();
    shell.asked[0]?.resolve(5);
    await new Promise((resolve) => setImmediate(resolve));
    expect(shell.journal.recover()).toBeNull();
    expect(shell.reports).toEqual([]);
  });

  it("a question that fails is reported, and the machine hears nothing", async () => {
    const { shell, anna } = await tally();
    await shell.say(anna, { t: "ask" });
    shell.asked[0]?.reject(new Error("no service"));
    await new Promise((resolve) => setImmediate(resolve));
    expect(shell.reports).toMatchObject([{ where: "ask" }]);
    expect(total(shell)).toBe(0);
  });
});
