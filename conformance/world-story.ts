import { builtRealms } from "../core/realm/built/index.ts";
import type { QuickJsModule } from "../core/script/quickjs.ts";
import { createScriptRunner } from "../core/script/script-runner.ts";
import { fixedPieces } from "../core/world/fixed-pieces.ts";
import { TICK_HZ, type WorldInput } from "../core/world/inputs.ts";
import type { Rapier } from "../core/world/physics/engine.ts";
import { physicsBodies } from "../core/world/physics-bodies.ts";
import { worldFactory } from "../core/world/world.ts";

/** More than five minutes in the tavern. */
export const STORY_TICKS = 320 * TICK_HZ;
/** How the world stands after it, on every machine. A change of engine, map or rules changes it, and must be meant. */
export const STORY_HASH = "8e301014e671d82213b58c7fb94998e79a200a1fdac55f25c8b3f75cc1434138";

/** One line every few seconds, by three people in turn. */
const lines = [
  ...["look", "say hello", "n", "push cart", "get apple", "use well", "s", "sit", "say song", "stand", "w", "use bell"],
  ...[
    "get mug",
    "e",
    "give mug to ben",
    "throw mug at ben",
    "push stool",
    "open south",
    "s",
    "call who is there?",
    "n",
  ],
  ...["push barrel", "emote dances", "u", "look", "d", "use dice", "tell cleo psst", "drop apple", "close south", "e"],
];

/** Before they go their ways: member and line, one every second. */
const opening: readonly (readonly [number, string])[] = [
  [0, "get clay mug"],
  [1, "get wooden mug"],
  [0, "give mug to ben"],
  [1, "throw wooden mug at anna"],
  [2, "push chair"],
  [2, "sit on bench"],
  [1, "say song"],
  [2, "stand"],
  [0, "use dice table"],
  [1, "drop mug"],
];

/** Who does what, and when: the same every time. */
export function storyInputs(tick: number): WorldInput[] {
  const inputs: WorldInput[] = [];
  const names = ["Anna", "Ben", "Cleo"];
  names.forEach((name, member) => {
    if (tick === member * 10) inputs.push({ type: "wake", subject: `subject-${member}`, name });
    const [who, first] = opening[tick / TICK_HZ - 3] ?? [];
    if (who === member && first !== undefined) inputs.push({ type: "command", member, line: first });
    if (tick % 67 === 20 + member * 20 && tick > 15 * TICK_HZ) {
      const line = lines[(Math.floor(tick / 67) * 3 + member * 7) % lines.length] ?? "look";
      inputs.push({ type: "command", member, line });
    }
    if (tick % 151 === 90 + member && tick > 200) {
      const [x, z] = [((tick * 37) % 201) - 100, ((tick * 53) % 201) - 100];
      inputs.push({ type: "move", member, seq: tick, x, z, facing: (tick * 11) % 256, jump: tick % 5 === 0 });
    }
    if (tick % 151 === 110 + member)
      inputs.push({ type: "move", member, seq: tick, x: 0, z: 0, facing: 0, jump: false });
  });
  if (tick % 50 === 0) inputs.push({ type: "time", minute: (480 + tick / 5) % 1_440 });
  if (tick === 2_000 || tick === 2_010) {
    // The second delivery repeats what the first one brought.
    const [first, second] = [1, 2].map((sequence) => ({
      sequence,
      kind: "bell",
      realm: "whisperwood",
      data: { by: "Dora" },
    }));
    if (first && second) inputs.push({ type: "news", news: tick === 2_000 ? [first] : [first, second] });
  }
  if (tick === 3_000) inputs.push({ type: "sleep", member: 2 });
  if (tick === 3_400) inputs.push({ type: "wake", subject: "subject-2", name: "Cleo" });
  return inputs;
}

/** What the story came to. */
export interface StoryEnd {
  hash: string;
  /** How often each kind of event happened: proof that it was a story. */
  events: Record<string, number>;
}

/** Plays the story; with `restartAt`, the world is saved and taken up again at that tick. */
export function playStory(rapier: Rapier, quickjs: QuickJsModule, restartAt = -1): StoryEnd {
  const map = builtRealms.find(({ realm }) => realm === "golden-dragon");
  if (!map) throw new Error("there is no tavern");
  const factory = worldFactory({
    map,
    seed: "5eed5eed5eed5eed5eed5eed5eed5eed",
    bodies: physicsBodies(rapier, () => fixedPieces(map)),
    scripts: createScriptRunner(quickjs),
    problem: (line) => {
      throw new Error(line);
    },
  });
  let world = factory.create();
  const events: Record<string, number> = {};
  for (let tick = 0; tick < STORY_TICKS; tick++) {
    if (tick === restartAt) {
      const saved = world.save();
      world.free();
      world = factory.restore(saved);
    }
    for (const { type } of world.step(storyInputs(tick)).events) events[type] = (events[type] ?? 0) + 1;
  }
  const hash = world.hash();
  world.free();
  return { hash, events };
}
