// The stones ask a riddle. Whoever says its answer among them opens the hermit's door for ten minutes.

const RIDDLE =
  "A voice with no mouth asks: “In the morning I am long, at noon I am short. Every stone here has one and so have you, and the night keeps them all. What am I?”";
const ANSWER = /\bshadows?\b/i;
const OPEN_MS = 10 * 60 * 1000;
/** Longer speech is talk among friends, and no guess. */
const GUESS_MAX_WORDS = 5;
const GUESSES_TO_A_HINT = 3;

function memory() {
  return self.state ?? { wrong: 0, solved: 0, shutsAt: 0 };
}

function onEnter(event) {
  if (Date.now() >= memory().shutsAt) world.tell(event.by.id, RIDDLE);
  else
    world.tell(
      event.by.id,
      "The stones stand in a ring of light. Somebody has answered them, and the way north is open.",
    );
}

function onSay(event) {
  const state = memory();
  if (Date.now() < state.shutsAt) return;
  if (ANSWER.test(event.text)) return solve(event.by.name, state);
  const words = event.text.trim().split(/\s+/).length;
  if (words <= GUESS_MAX_WORDS) guessWrong(state);
}

function solve(name, state) {
  world.narrate(
    `At ${name}'s word every stone lays its shadow down in the grass, and all seven point at the door in the cliff.`,
  );
  world.unlock("cave-door");
  world.light("ring-of-light", true);
  world.timer("shut", OPEN_MS);
  self.state = { wrong: 0, solved: state.solved + 1, shutsAt: Date.now() + OPEN_MS };
}

function guessWrong(state) {
  const wrong = state.wrong + 1;
  self.state = { ...state, wrong };
  if (wrong % GUESSES_TO_A_HINT === 0)
    world.narrate("The tallest stone seems to sigh. Look where the grass lies flat, and ask what lay there.");
  else world.narrate("The stones hum, and the hum means no.");
}

function onTimer(event) {
  if (event.name !== "shut") return;
  world.narrate("The light sinks back into the stones.");
  world.light("ring-of-light", false);
  world.close("cave-door");
  world.lock("cave-door");
}
