import { describe, expect, it } from "vitest";
import { game } from "../../testing/quiz-room.ts";
import {
  COMMIT_EVERY_MS,
  closeCodes,
  LOBBY_COUNT_EVERY_MS,
  NAME_MAX_CHARS,
  ROSTER_EVERY_MS,
} from "../protocol/index.ts";

async function running(options: Parameters<typeof game>[0] = {}) {
  const room = game(options);
  const host = await room.host();
  const anna = await room.player("Anna");
  const ben = await room.player("Ben");
  await host.does({ t: "start" });
  room.passToOpening();
  return { room, host, anna, ben };
}

describe("coming back", () => {
  it("[P1] is being the same player, with score, streak and rank", async () => {
    const { room, anna, ben } = await running();
    await anna.answer("right");
    await ben.answer("wrong");
    anna.drop();
    room.passUntil("standings");
    const again = await room.guest("anna");
    expect(again.you).toMatchObject({ player: 0, name: "Anna", score: 1_000, streak: 1, rank: 1, history: [1_000] });
    expect(again.you.last).toMatchObject({ index: 0, right: true, points: 1_000 });
    expect(room.state.players).toHaveLength(2);
  });

  it("[P1] is having given the answer that was given", async () => {
    const { room, anna } = await running();
    await anna.answer("wrong");
    const { option } = room.state.players[0]?.answer ?? {};
    anna.drop();
    const again = await room.enter("player", "room:anna");
    expect(again.you.answer).toBe(option);
    expect(await again.refused({ t: "answer", question: room.question.id, option: 0 })).toBe("ALREADY_ANSWERED");
  });

  it("[P1] after a crash too", async () => {
    const { room, anna } = await running();
    await anna.answer("right");
    room.shell.crash();
    const again = await room.guest("anna");
    expect(again.you).toMatchObject({ player: 0, name: "Anna" });
    expect(again.you.answer ?? again.you.last?.option).not.toBeNull();
  });

  it("[P1] is not possible with a token of somebody unknown", async () => {
    const { room } = await running();
    const stranger = await room.guest("Anna");
    expect(stranger.state.you).toBeNull();
    expect(await stranger.refused({ t: "answer", question: room.question.id, option: 0 })).toBe("NOT_A_PLAYER");
  });

  it("[P1] by joining on another page, opened before: the same player, not a second one", async () => {
    const room = game();
    const first = await room.guest("anna");
    const second = await room.guest("anna");
    await first.does({ t: "join", name: "Anna" });
    await second.does({ t: "join", name: "Hannah" });
    expect(room.state.players.map(({ name }) => name)).toEqual(["Anna"]);
    expect(second.you).toMatchObject({ player: 0, name: "Anna" });
    expect(first.closed?.code).toBe(closeCodes.REPLACED);
  });
});

describe("names", () => {
  it("[P2] are accepted once, in their tidy form", async () => {
    const room = game();
    const anna = await room.guest("anna");
    await anna.does({ t: "join", name: "  A\u0301nna \n Lena " });
    expect(anna.you.name).toBe("Ánna Lena");
    expect(await anna.refused({ t: "join", name: "Other" })).toBe("ALREADY_JOINED");
    expect(await anna.refused({ t: "join-drawn" })).toBe("ALREADY_JOINED");
    expect(room.facts.at(-1)).toEqual({ type: "joined", name: "Ánna Lena", guest: "anna", from: 0 });
  });

  it.each([
    ["", "NAME_EMPTY"],
    [" \t ", "NAME_EMPTY"],
    ["n".repeat(25), "NAME_TOO_LONG"],
    ["é".repeat(25), "NAME_TOO_LONG"],
    ["\u202Eanna", "NAME_NOT_ALLOWED"],
    ["host", "NAME_NOT_ALLOWED"],
    ["shit", "NAME_NOT_ALLOWED"],
    ["Ben", "NAME_TAKEN"],
    ["bEn ", "NAME_TAKEN"],
    ["Вen", "NAME_TAKEN"],
    ["B.e-n", "NAME_TAKEN"],
  ])("[P2] %j is refused as %s, and can be tried again", async (name, code) => {
    const room = game();
    await room.player("Ben");
    const anna = await room.guest("anna");
    expect(await anna.refused({ t: "join", name })).toBe(code);
    expect(room.state.players).toHaveLength(1);
    expect(anna.state.you).toBeNull();
    await anna.does({ t: "join", name: "Anna" });
  });

  it("[P2] that are too long to look at are bad frames", async () => {
    const room = game();
    const anna = await room.guest("anna");
    await anna.say({ t: "join", id: 1, name: "n".repeat(NAME_MAX_CHARS + 1) });
    expect(anna.socket.last("error")?.error.code).toBe("BAD_FRAME");
  });

  it("[P2] stay taken by who left, was kicked or dropped", async () => {
    const room = game();
    const host = await room.host();
    for (const name of ["Left", "Kicked", "Dropped"]) await room.player(name);
    const [left, , dropped] = room.people.filter(({ role }) => role === "player");
    await left?.does({ t: "leave" });
    await host.does({ t: "kick", player: 1 });
    dropped?.drop();
    const anna = await room.guest("anna");
    for (const name of ["left", "kicked", "dropped"])
      expect(await anna.refused({ t: "join", name })).toBe("NAME_TAKEN");
  });

  it("[P2] are drawn for who wants none of their own, all different, in the language of the room", async () => {
    const room = game({ language: "de" });
    for (let i = 0; i < 30; i++) await (await room.guest(`g${i}`)).does({ t: "join-drawn" });
    expect(new Set(room.state.players.map(({ name }) => name)).size).toBe(30);
  });

  it("[P2] hold after a restart", async () => {
    const room = game();
    await room.player("Ben");
    room.shell.crash();
    const anna = await room.guest("anna");
    expect(await anna.refused({ t: "join", name: "ben" })).toBe("NAME_TAKEN");
  });
});

describe("two connections of one player", () => {
  it("[P3] the newer one stays, the older is told and closed", async () => {
    const { room, anna, ben } = await running();
    const again = await room.guest("anna");
    expect(anna.socket.last("error")?.error.code).toBe("REPLACED");
    expect(anna.closed).toEqual({ code: closeCodes.REPLACED, reason: "REPLACED" });
    expect(again.closed).toBeNull();
    expect(ben.closed).toBeNull();
    expect(await again.answer("right")).toMatchObject({ t: "accepted" });
  });

  it("[P3] the player was here all the time", async () => {
    const { room, anna, ben } = await running();
    const screen = await room.screen();
    const again = await room.guest("anna");
    room.pass(1_000);
    const rows = screen.frames.flatMap((frame) => (frame.t === "roster" ? frame.rows : []));
    expect(rows.filter(({ player }) => player === 0).map(({ here }) => here)).not.toContain(false);
    expect(screen.socket.last("roster")?.present).toBe(2);
    await ben.answer("right");
    expect(room.phase).toBe("question");
    await again.answer("right");
    expect(room.phase).toBe("reveal");
    expect(anna.closed?.code).toBe(closeCodes.REPLACED);
  });

  it("[P3] hosts and screens may have many", async () => {
    const room = game();
    const all = [await room.host(), await room.host(), await room.screen(), await room.screen()];
    for (const { closed } of all) expect(closed).toBeNull();
  });
});

describe("joining", () => {
  it("[P4] is possible in every phase before the podium, and not from then on", async () => {
    const room = game({ questions: 2 });
    const host = await room.host();
    const from: Record<string, number | undefined> = {};
    const join = async () => {
      const name = `${room.phase}${room.state.phase.phase === "lobby" ? "" : "index" in room.state.phase ? room.state.phase.index : ""}`;
      const person = await room.guest(name);
      const refused = await person.refused({ t: "join-drawn" });
      if (refused) return refused;
      from[name] = person.you.from;
      return undefined;
    };
    expect(await join()).toBeUndefined();
    await host.does({ t: "start" });
    for (const phase of ["countdown", "question", "reveal", "standings", "countdown", "question", "reveal"] as const) {
      room.passUntil(phase);
      expect(await join()).toBeUndefined();
    }
    expect(from).toEqual({
      lobby: 0,
      countdown0: 0,
      question0: 1,
      reveal0: 1,
      standings0: 1,
      countdown1: 1,
      question1: 2,
      reveal1: 2,
    });
    room.passUntil("podium");
    expect(await join()).toBe("WRONG_PHASE");
    await host.does({ t: "end" });
    expect(await join()).toBe("ROOM_CLOSED");
  });

  it("[P4] is not possible while the room is locked; coming back is", async () => {
    const room = game();
    const host = await room.host();
    const anna = await room.player("Anna");
    const ben = await room.guest("ben");
    await host.does({ t: "lock", on: true });
    expect(ben.state.room.locked).toBe(true);
    expect(await ben.refused({ t: "join", name: "Ben" })).toBe("ROOM_LOCKED");
    anna.drop();
    expect((await room.guest("anna")).you.name).toBe("Anna");
    await host.does({ t: "lock", on: false });
    await ben.does({ t: "join", name: "Ben" });
  });
});

describe("who comes late", () => {
  it("[P5] to an open question is scored from the next one, and did not run out of time", async () => {
    const { room, anna } = await running();
    const cleo = await room.player("Cleo");
    expect(cleo.you).toMatchObject({ from: 1, history: [-1], last: null });
    expect(await cleo.refused({ t: "answer", question: room.question.id, option: room.question.right })).toBe(
      "NOT_SCORED_YET",
    );
    room.passUntil("reveal");
    expect(cleo.you).toMatchObject({ score: 0, streak: 0, last: null, history: [-1] });
    expect(anna.you).toMatchObject({ last: { option: null, points: 0 }, history: [0] });
    room.passToOpening();
    await cleo.answer("right");
    room.passUntil("reveal");
    expect(cleo.you).toMatchObject({ score: 1_000, streak: 1, last: { index: 1, right: true }, history: [-1, 1_000] });
  });

  it("[P5] is not waited for at that question", async () => {
    const { room, anna, ben } = await running();
    await room.player("Cleo");
    await anna.answer("right");
    expect(room.phase).toBe("question");
    await ben.answer("right");
    expect(room.phase).toBe("reveal");
  });

  it("[P5] to the last question has no score, and a rank behind everybody who has one", async () => {
    const { room, anna } = await running({ questions: 1 });
    const cleo = await room.player("Cleo");
    await anna.answer("right");
    room.passUntil("podium");
    expect(cleo.you).toMatchObject({ score: 0, rank: 2, history: [-1], last: null });
  });
});

describe("leaving", () => {
  it("[P6] ends the connection, and keeps the place for a return", async () => {
    const { room, anna, ben } = await running();
    await anna.answer("right");
    await ben.answer("right");
    await anna.does({ t: "leave" });
    expect(anna.closed).toEqual({ code: closeCodes.LEFT, reason: "LEFT" });
    expect(room.state.players[0]).toMatchObject({ standing: "left", score: 1_000 });
    room.passToOpening();
    expect(ben.state.room.players).toBe(1);
    await ben.answer("right");
    room.passToOpening();
    const again = await room.guest("anna");
    expect(again.you).toMatchObject({ player: 0, score: 1_000, history: [1_000, 0], from: 0 });
    expect(room.state.players[0]?.standing).toBe("in");
    expect(await again.answer("right")).toMatchObject({ t: "accepted" });
  });

  it("[P6] and coming back is told to the lobby", async () => {
    const room = game();
    const anna = await room.player("Anna");
    const ben = await room.player("Ben");
    room.pass(LOBBY_COUNT_EVERY_MS);
    await ben.does({ t: "leave" });
    room.pass(LOBBY_COUNT_EVERY_MS);
    expect(anna.state.room.players).toBe(1);
    await room.guest("ben");
    room.pass(LOBBY_COUNT_EVERY_MS);
    expect(anna.state.room.players).toBe(2);
  });

  it("[P6] is for players", async () => {
    const room = game();
    const anna = await room.guest("anna");
    expect(await anna.refused({ t: "leave" })).toBe("NOT_A_PLAYER");
    expect(anna.closed).toBeNull();
  });

  it("[P6] who was kicked is closed, and does not come back, in any way", async () => {
    const { room, host, anna } = await running();
    const spare = await room.enter("player", "guest:anna-2");
    await host.does({ t: "kick", player: 0 });
    expect(anna.closed).toEqual({ code: closeCodes.KICKED, reason: "KICKED" });
    expect(anna.socket.last("error")?.error.code).toBe("KICKED");
    for (const token of ["guest:anna", "room:anna"]) {
      const again = await room.enter("player", token);
      expect(again.closed?.code).toBe(closeCodes.KICKED);
      expect(again.socket.last("error")?.error.code).toBe("KICKED");
    }
    expect(spare.closed).toBeNull();
    room.shell.crash();
    expect((await room.guest("anna")).closed?.code).toBe(closeCodes.KICKED);
    expect(room.state.players.map(({ standing }) => standing)).toEqual(["kicked", "in"]);
  });

  it("[P6] who was kicked does not come back by a page that was opened before", async () => {
    const room = game();
    const host = await room.host();
    const other = await room.guest("anna");
    const anna = await room.player("Anna");
    await host.does({ t: "kick", player: 0 });
    for (const { closed } of [anna, other]) expect(closed?.code).toBe(closeCodes.KICKED);
    expect(room.state.players).toHaveLength(1);
  });

  it("[P6] nor by one that speaks before its close is out", async () => {
    const room = game();
    const host = await room.host();
    const other = await room.guest("anna");
    await room.player("Anna");
    await room.player("Ben");
    // The lock is committed at once; the kick waits for the next commit, and the join comes before that.
    room.pass(1_000);
    for (const frame of ['{"t":"lock","on":false}', '{"t":"kick","player":0}']) {
      void room.shell.runner.message(host.id, frame);
    }
    void room.shell.runner.message(other.id, '{"t":"join","name":"Hannah","id":9}');
    room.shell.advance(COMMIT_EVERY_MS);
    expect(other.closed?.code).toBe(closeCodes.KICKED);
    expect(room.state.players).toHaveLength(2);
  });

  it("[P6] who was kicked does not slip away as one who left", async () => {
    const room = game();
    const host = await room.host();
    const anna = await room.player("Anna");
    const ben = await room.player("Ben");
    room.pass(1_000);
    // All in one commit: the kick's close is on its way, the leave comes before it.
    void room.shell.runner.message(ben.id, '{"t":"answer","question":0,"option":0}');
    void room.shell.runner.message(host.id, '{"t":"lock","on":false}');
    void room.shell.runner.message(host.id, '{"t":"kick","player":0}');
    void room.shell.runner.message(anna.id, '{"t":"leave"}');
    room.shell.advance(COMMIT_EVERY_MS);
    expect(room.state.players[0]?.standing).toBe("kicked");
    expect(anna.closed?.code).toBe(closeCodes.KICKED);
    expect((await room.guest("anna")).closed?.code).toBe(closeCodes.KICKED);
  });

  it("[P6] a hello and a join in one breath bring nobody back, and cost the room nothing", async () => {
    const { room, host } = await running();
    await host.does({ t: "kick", player: 0 });
    const id = room.shell.open();
    const admitted = room.shell.runner.message(id, '{"t":"hello","v":1,"role":"player","token":"guest:anna"}');
    void room.shell.runner.message(id, '{"t":"join","name":"Hannah"}');
    void room.shell.runner.message(id, '{"t":"leave"}');
    await admitted;
    room.shell.advance(COMMIT_EVERY_MS);
    expect(room.shell.socket(id).closed?.code).toBe(closeCodes.KICKED);
    expect(room.state.players).toHaveLength(2);
    expect(room.shell.counts["restarts"]).toBeUndefined();
  });
});

describe("dropping", () => {
  it("[P7] leaves a player in the standings, with their score", async () => {
    const { room, anna, ben } = await running();
    await anna.answer("right");
    anna.drop();
    await ben.answer("wrong");
    room.passUntil("standings");
    expect(ben.state.room.now).toMatchObject({
      phase: "standings",
      top: [
        { player: 0, name: "Anna", score: 1_000, rank: 1 },
        { player: 1, name: "Ben", score: 0, rank: 2 },
      ],
    });
    expect(ben.state.room.players).toBe(2);
  });

  it("[P7] leaving for good does not", async () => {
    const { room, anna, ben } = await running();
    await anna.answer("right");
    await ben.answer("wrong");
    await anna.does({ t: "leave" });
    room.passUntil("standings");
    expect(ben.state.room.now).toMatchObject({ top: [{ player: 1, rank: 1 }] });
    room.passToOpening();
    expect(ben.you.rank).toBe(1);
  });
});

describe("somebody who comes back after a crash", () => {
  it("[P1] is shown first who they are, however much was overdue", async () => {
    const { room } = await running();
    room.passUntil("reveal");
    room.shell.crash();
    // The alarm has not fired yet: their hello is the first that the room hears.
    room.shell.time.nowMs += 60_000;
    const anna = await room.guest("anna");
    const first = anna.frames.find((frame) => frame.t === "state");
    expect(first).toMatchObject({ t: "state", you: { name: "Anna" } });
  });
});

describe("the roster", () => {
  it("goes whole to staff who come, and nothing of it to players", async () => {
    const room = game();
    const anna = await room.player("Anna");
    await room.player("Ben");
    const cleo = await room.player("Cleo");
    await cleo.does({ t: "leave" });
    anna.drop();
    const [host, screen] = [await room.host(), await room.screen()];
    for (const staff of [host, screen]) {
      expect(staff.frames.find(({ t }) => t === "roster")).toMatchObject({
        whole: true,
        present: 1,
        answered: 0,
        rows: [
          { player: 0, name: "Anna", here: false },
          { player: 1, name: "Ben", here: true },
        ],
      });
    }
    for (const { role, frames } of room.people) {
      if (role === "player") expect(frames.some(({ t }) => t === "roster")).toBe(false);
    }
  });

  it("tells what changed, at most every 300 ms, and says who is gone", async () => {
    const room = game();
    const host = await room.host();
    const people = [];
    for (const name of ["Anna", "Ben", "Cleo"]) people.push(await room.player(name));
    room.pass(ROSTER_EVERY_MS);
    expect(host.frames.filter(({ t }) => t === "roster")).toHaveLength(3);
    expect(host.socket.last("roster")).toMatchObject({ present: 3, rows: [{ name: "Ben" }, { name: "Cleo" }] });
    await people[0]?.does({ t: "leave" });
    people[1]?.drop();
    room.pass(ROSTER_EVERY_MS);
    const rows = host.frames.flatMap((frame) => (frame.t === "roster" ? frame.rows : []));
    expect(rows.findLast(({ player }) => player === 0)).toEqual({ player: 0, name: "Anna", here: false, gone: true });
    expect(rows.findLast(({ player }) => player === 1)).toEqual({ player: 1, name: "Ben", here: false });
    expect(host.socket.last("roster")?.present).toBe(1);
  });

  it("counts answers, and costs players nothing", async () => {
    const { room, host, anna, ben } = await running();
    const before = ben.frames.length;
    await anna.answer("right");
    room.pass(ROSTER_EVERY_MS);
    expect(host.socket.last("roster")?.answered).toBe(1);
    expect(ben.frames).toHaveLength(before);
  });

  it("counts answers the same after the room slept", async () => {
    const { room, anna, ben } = await running({ auto: false });
    await anna.answer("right");
    room.pass(1_000);
    room.shell.hibernate();
    expect((await room.screen()).socket.last("roster")?.answered).toBe(1);
    await ben.answer("right");
    room.pass(1_000);
    expect((await room.screen()).socket.last("roster")?.answered).toBe(2);
    room.shell.hibernate();
    expect((await room.screen()).socket.last("roster")?.answered).toBe(2);
  });
});
