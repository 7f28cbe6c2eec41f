// The grove whispers a few times after somebody has come in, then falls silent so that the world can sleep.

const WHISPERS = 4;
const PAUSE_MIN_MS = 8 * 1000;
const PAUSE_MAX_MS = 20 * 1000;

const lines = [
  "A whisper goes round among the pines, and one of the words in it was your name.",
  "The trees murmur: “…under the roots, where the fox…”",
  "The trees murmur: “…it walks behind you in the morning…”",
  "A whisper runs from tree to tree to the far end of the grove, and a shorter one comes back.",
  "The trees murmur: “…seven wishes, and then it shines…”",
  "Every branch falls still at once, as if somebody had come into a room.",
  "The trees murmur: “…three tunes for the owl…”",
];

function onEnter() {
  const { left = 0, line = Math.floor(Math.random() * lines.length) } = self.state ?? {};
  self.state = { left: WHISPERS, line };
  if (left === 0) world.timer("whisper", pauseMs());
}

function onTimer(event) {
  if (event.name !== "whisper" || !self.state) return;
  const line = (self.state.line + 1 + Math.floor(Math.random() * (lines.length - 1))) % lines.length;
  const left = self.state.left - 1;
  self.state = { left, line };
  world.narrate(lines[line]);
  if (left > 0) world.timer("whisper", pauseMs());
}

function pauseMs() {
  return PAUSE_MIN_MS + Math.floor(Math.random() * (PAUSE_MAX_MS - PAUSE_MIN_MS));
}
