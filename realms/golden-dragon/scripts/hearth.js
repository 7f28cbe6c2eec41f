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

// Were the hearth to crackle too, all would be heard twice.
function onEnter() {
  if (self.id !== self.area) return;
  const wasBurning = (self.state?.left ?? 0) > 0;
  self.state = { ...self.state, left: CRACKLES_PER_GUEST };
  if (!wasBurning) world.timer("crackle", PAUSE_MS);
}

function onTimer(event) {
  if (event.name !== "crackle") return;
  const left = (self.state?.left ?? 1) - 1;
  self.state = { ...self.state, left };
  world.narrate(sounds[Math.floor(Math.random() * sounds.length)]);
  if (left > 0) world.timer("crackle", PAUSE_MS);
}

// The bell of the chapel in Whisperwood. In the tavern they say it is the wind.
function onNews(event) {
  if (event.kind !== "bell") return;
  const heard = (self.state?.heard ?? 0) + 1;
  self.state = { ...self.state, heard };
  world.narrate(
    heard % 3 === 0
      ? `Over the fire comes the sound of a bell, far off in the forest. "${event.data.by}," somebody says, as if the wind had a name.`
      : 'Over the fire comes the sound of a bell, far off in the forest. Talk stops for a breath; then somebody says, "The wind."',
  );
}

function onUse(event) {
  world.narrate(`${event.by.name} pokes the fire. It answers with a rush of sparks.`);
}
