import type { Dice } from "../simulation/dice.ts";
import type { Person } from "./client.ts";
import type { Way } from "./pipe.ts";

const names = ["Anna", "Ben", "Clara", "David", "Emma", "Felix", "Grace", "Henry"];
/** An engine for each costs most of the time. */
const ENGINES_MAX = 2;

/** Two to eight people, some with words alone, each with their own way to the shard. */
export function makeCrowd(dice: Dice): Person[] {
  let engines = 0;
  return names.slice(0, dice.between(2, names.length)).map((name) => {
    const device = dice.pick(["words", "words", "eyes", "eyes", "engine", "engine"] as const);
    if (device === "engine") engines += 1;
    return {
      subject: name.toLowerCase(),
      name,
      device: device === "engine" && engines > ENGINES_MAX ? "eyes" : device,
      isWild: dice.chance(0.25),
      way: makeWay(dice),
      motion: null,
      client: null,
    };
  });
}

function makeWay(dice: Dice): Way {
  return {
    delayMs: dice.pick([0, 10, 40, 100, 250]),
    jitterMs: dice.pick([0, 5, 30, 100]),
    loss: dice.pick([0, 0, 0.02, 0.1]),
  };
}
