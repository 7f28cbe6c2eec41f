import type { Script } from "./room-driver.ts";

interface Heard {
  t: string;
  room?: { now: { phase: string; question?: { id: number } } };
}

/** The id of the question that is open, as this client has been told. */
function openQuestion(heard: string[]): number {
  for (const text of heard.toReversed()) {
    if (!text.startsWith("{")) continue;
    const frame = JSON.parse(text) as Heard;
    if (frame.t === "state") return frame.room?.now.question?.id ?? -1;
  }
  return -1;
}

const hello = (role: string, token: string) => ({ t: "hello", v: 1, role, token });

/** A whole game with everything that can go wrong on the way. */
export const eventfulGame: Script = function* (heard) {
  yield { do: "open", id: "host" };
  yield { do: "say", id: "host", frame: { t: "start" } };
  yield { do: "say", id: "host", frame: hello("host", "host:h") };
  yield { do: "open", id: "screen" };
  yield { do: "say", id: "screen", frame: hello("screen", "screen:s") };
  for (const name of ["anna", "ben", "cleo"]) {
    yield { do: "open", id: name };
    yield { do: "say", id: name, frame: hello("player", `guest:${name}`) };
  }
  yield { do: "say", id: "anna", frame: { t: "join", id: 1, name: "  Anna   Lena " } };
  yield { do: "say", id: "ben", frame: { t: "join", id: 1, name: "Аnnа Lenа" } };
  yield { do: "say", id: "ben", frame: { t: "join", id: 2, name: "بن" } };
  yield { do: "say", id: "cleo", frame: { t: "join-drawn", id: 1 } };
  yield { do: "say", id: "cleo", frame: { t: "join", id: 2, name: "Again" } };
  yield { do: "say", id: "cleo", frame: "not json" };
  yield { do: "say", id: "cleo", frame: "[]" };
  yield { do: "say", id: "cleo", frame: new Uint8Array([1, 2, 3]) };
  yield { do: "say", id: "cleo", frame: { t: "start" } };
  yield { do: "say", id: "cleo", frame: `{"t":"answer","pad":"${"x".repeat(5_000)}"}` };
  yield { do: "say", id: "host", frame: { t: "settings", id: 2, seconds: 30, auto: false } };
  yield { do: "say", id: "host", frame: { t: "settings", id: 3, seconds: 3 } };
  yield { do: "say", id: "host", frame: { t: "move", id: 4, question: 0, to: 2 } };
  yield { do: "say", id: "host", frame: { t: "delete", id: 5, question: 1 } };
  yield { do: "say", id: "host", frame: { t: "regenerate", id: 6, question: 2 } };
  yield { do: "say", id: "host", frame: { t: "lock", id: 7, on: true } };
  yield { do: "open", id: "dora" };
  yield { do: "say", id: "dora", frame: hello("player", "guest:dora") };
  yield { do: "say", id: "dora", frame: { t: "join", id: 1, name: "Dora" } };
  yield { do: "say", id: "host", frame: { t: "lock", id: 8, on: false } };
  yield { do: "say", id: "host", frame: { t: "start", id: 9 } };
  yield { do: "say", id: "anna", frame: { t: "ack", seq: 1_000_000 } };
  yield { do: "wait", ms: 1_000 };
  const first = openQuestion(heard("anna"));
  yield { do: "say", id: "anna", frame: { t: "answer", id: 3, question: first, option: 0 } };
  yield { do: "say", id: "anna", frame: { t: "answer", id: 4, question: first, option: 1 } };
  yield { do: "say", id: "ben", frame: { t: "answer", id: 3, question: first + 1_000, option: 1 } };
  yield { do: "say", id: "dora", frame: { t: "join", id: 2, name: "Dora" } };
  yield { do: "say", id: "dora", frame: { t: "answer", id: 3, question: first, option: 1 } };
  yield { do: "say", id: "host", frame: { t: "pause", id: 10 } };
  yield { do: "say", id: "ben", frame: { t: "answer", id: 4, question: first, option: 1 } };
  yield { do: "wait", ms: 40_000 };
  yield { do: "say", id: "host", frame: { t: "resume", id: 11 } };
  yield { do: "drop", id: "ben" };
  yield { do: "open", id: "ben-again" };
  yield { do: "say", id: "ben-again", frame: hello("player", "guest:ben") };
  yield { do: "say", id: "ben-again", frame: { t: "answer", id: 1, question: first, option: 2 } };
  yield { do: "open", id: "anna-again" };
  yield { do: "say", id: "anna-again", frame: hello("player", "room:anna") };
  yield { do: "drop", id: "cleo" };
  yield { do: "say", id: "anna-again", frame: { t: "answer", id: 5, question: first, option: 2 } };
  yield { do: "drop", id: "host" };
  yield { do: "wait", ms: 20_000 };
  yield { do: "wait", ms: 20_000 };
  const second = openQuestion(heard("dora"));
  for (const id of ["dora", "ben-again"]) {
    yield { do: "say", id, frame: { t: "answer", id: 6, question: second, option: 3 } };
  }
  yield { do: "open", id: "host-again" };
  yield { do: "say", id: "host-again", frame: hello("host", "host:h") };
  yield { do: "say", id: "host-again", frame: { t: "kick", id: 1, player: 3 } };
  yield { do: "say", id: "host-again", frame: { t: "kick", id: 2, player: 99 } };
  yield { do: "open", id: "dora-again" };
  yield { do: "say", id: "dora-again", frame: hello("player", "guest:dora") };
  yield { do: "say", id: "anna-again", frame: { t: "leave", id: 6 } };
  yield { do: "say", id: "host-again", frame: { t: "settings", id: 3, auto: true } };
  yield { do: "mute", id: "ben-again" };
  for (let i = 0; i < 10; i++) yield { do: "wait", ms: 11_000 };
  yield { do: "open", id: "late" };
  yield { do: "say", id: "late", frame: hello("player", "guest:late") };
  yield { do: "say", id: "late", frame: { t: "join", id: 1, name: "Late" } };
  yield { do: "open", id: "stranger" };
  yield { do: "say", id: "stranger", frame: hello("host", "guest:x") };
  yield { do: "open", id: "forger" };
  yield { do: "say", id: "forger", frame: hello("player", "bad") };
  yield { do: "say", id: "host-again", frame: { t: "end", id: 4 } };
  yield { do: "say", id: "host-again", frame: { t: "end", id: 5 } };
  yield { do: "wait", ms: 25 * 3_600_000 };
};

/** A game in which nobody does anything odd: whatever happens to the room in between may not change its result. */
export const plainGame: Script = function* (heard) {
  const people = ["anna", "ben"];
  yield { do: "open", id: "host" };
  yield { do: "say", id: "host", frame: hello("host", "host:h") };
  for (const name of people) {
    yield { do: "open", id: name };
    yield { do: "say", id: name, frame: hello("player", `guest:${name}`) };
    yield { do: "say", id: name, frame: { t: "join", id: 1, name } };
  }
  yield { do: "say", id: "host", frame: { t: "start", id: 1 } };
  for (let i = 0; i < 3; i++) {
    yield { do: "wait", ms: 2_000 };
    const question = openQuestion(heard("anna"));
    for (const [option, id] of people.entries()) {
      yield { do: "say", id, frame: { t: "answer", id: 2, question, option: (option + i) % 4 } };
    }
    yield { do: "wait", ms: 6_000 };
    for (const id of [10, 11]) yield { do: "say", id: "host", frame: { t: "next", id } };
  }
  yield { do: "wait", ms: 1_000 };
};

/** The AI at work beside the lobby and the game. */
export const aiGame: Script = function* (heard) {
  yield { do: "open", id: "host" };
  yield { do: "say", id: "host", frame: hello("host", "host:h") };
  yield { do: "open", id: "anna" };
  yield { do: "say", id: "anna", frame: hello("player", "guest:anna") };
  yield { do: "say", id: "anna", frame: { t: "join", id: 1, name: "Anna" } };
  yield { do: "say", id: "host", frame: { t: "regenerate", id: 1 } };
  yield { do: "say", id: "host", frame: { t: "start", id: 2 } };
  for (let i = 0; i < 5; i++) {
    yield { do: "wait", ms: 1_500 };
    const question = openQuestion(heard("anna"));
    yield { do: "say", id: "anna", frame: { t: "answer", id: 10 + i, question, option: i % 4 } };
    yield { do: "say", id: "host", frame: { t: "next", id: 20 + 2 * i } };
    yield { do: "say", id: "host", frame: { t: "next", id: 21 + 2 * i } };
  }
  yield { do: "wait", ms: 30_000 };
};
