import type { RoomOptions } from "../../core/quiz/room-options.ts";
import type { Dice } from "./dice.ts";
import type { Person } from "./tab.ts";

const names = `Anna Ben Clara David Emma Felix Grace Henry Ida Jonas Katja Leo Mia Noah Olga Paul Quinn Rosa Sam Tina
  Udo Vera Will Xenia Yuri`.split(/\s+/);

/** Who may come to a room: up to 25 players, two hosts and a screen. */
export function makeCrowd(dice: Dice): Person[] {
  const players = dice.weighted([
    [1, 0],
    [20, dice.between(1, 5)],
    [4, dice.between(6, 25)],
  ]);
  const hosts = dice.weighted([
    [1, 0],
    [12, 1],
    [4, 2],
  ]);
  const person = (role: Person["role"], kind: string, number: number): Person => {
    const subject = `${role}${number}`;
    return { role, subject, token: `${kind}:${subject}`, name: names[number] ?? subject, late: [] };
  };
  return [
    ...Array.from({ length: players }, (_, i) => person("player", dice.chance(0.5) ? "guest" : "room", i)),
    ...Array.from({ length: hosts }, (_, i) => person("host", "host", i)),
    ...(dice.chance(0.5) || players + hosts === 0 ? [person("screen", "screen", 0)] : []),
  ];
}

/** What a host may have chosen. */
export function makeOptions(dice: Dice): RoomOptions {
  return {
    topic: dice.pick(["", "", "space", "history", "no such topic at all"]),
    questions: dice.between(1, 8),
    difficulty: dice.pick(["easy", "mixed", "hard"]),
    language: dice.weighted([
      [8, "en"],
      [1, "de"],
      [1, "fr"],
    ]),
    seconds: dice.between(5, 30),
    scoring: dice.pick(["speed", "accuracy"]),
    auto: dice.chance(0.6),
  };
}
