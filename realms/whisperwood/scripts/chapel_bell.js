// The bell is heard in other realms. While it still swings it cannot be rung again.

const SWINGS_MS = 6 * 1000;

function onUse(event) {
  const { rung = 0, lastAt = -SWINGS_MS } = self.state ?? {};
  if (Date.now() - lastAt < SWINGS_MS)
    return world.tell(event.by.id, "The bell is still swinging. Let it have its say.");
  self.state = { rung: rung + 1, lastAt: Date.now() };
  world.narrate(
    `${event.by.name} pulls the rope. The bell speaks once, and the sound goes out over the trees as far as the tavern.`,
  );
  world.publish("bell", { from: self.area, by: event.by.name, rung: rung + 1 });
}
