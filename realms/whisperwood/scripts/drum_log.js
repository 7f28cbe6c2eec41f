// A hollow log booms when it is played, and when something hits it.

const RINGS_MS = 2 * 1000;

function onUse(event) {
  world.narrate(`${event.by.name} drums on the hollow log: boom, ba-doom. The pines pass it on.`);
}

function onCollision() {
  const lastAt = self.state?.lastAt ?? -RINGS_MS;
  if (Date.now() - lastAt < RINGS_MS) return;
  self.state = { lastAt: Date.now() };
  world.narrate("Boom, says the hollow log.");
}
