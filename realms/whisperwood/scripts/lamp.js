// For lamps and fires: each turns the light that is called as it is, with `-flame` after it.

/** What is not burning when the world begins. */
const unlit = ["beacon"];

function onUse() {
  const wasLit = self.state?.lit ?? !unlit.includes(self.id);
  self.state = { lit: !wasLit };
  world.light(`${self.id}-flame`, !wasLit);
}
