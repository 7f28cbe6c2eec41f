// The fire of the common room. The room listens for people, the hearth itself for whoever pokes it.
// It falls silent some minutes after the last guest came in, so that an empty tavern can sleep.

const CRACKLES_PER_GUEST = 6;
const PAUSE_MS = 25_000;

const sounds = [
  "The fire crackles.",
  "A log settles in the hearth, and sparks climb the chimney.",
  "Somewhere in the embers, resin hisses and pops.",
  "The fire draws a long breath, and the shadows lean in.",
];

function onEnter() {
  const wasBurning = (self.state?.left ?? 0) > 0;
  self.state = { left: CRACKLES_PER_GUEST };
  if (!wasBurning) world.timer("crackle", PAUSE_MS);
}

function onTimer(event) {
  if (event.name !== "crackle") return;
  const left = (self.state?.left ?? 1) - 1;
  self.state = { left };
  world.narrate(sounds[Math.floor(Math.random() * sounds.length)]);
  if (left > 0) world.timer("crackle", PAUSE_MS);
}

function onUse(event) {
  world.narrate(`${event.by.name} pokes the fire. It answers with a rush of sparks.`);
}
