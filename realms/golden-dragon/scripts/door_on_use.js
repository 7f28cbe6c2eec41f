// A door with a temper: it creaks, it counts, and every seventh time it sticks.

const STICKS_EVERY = 7;

function onUse(event) {
  const { used = 0, open = false } = self.state ?? {};
  if ((used + 1) % STICKS_EVERY === 0) {
    self.state = { used: used + 1, open };
    world.narrate(`The ${self.title} sticks in its frame, and will not be hurried.`);
    world.tell(event.by.id, "It sticks. Give it another try.");
    return;
  }
  self.state = { used: used + 1, open: !open };
  if (open) world.close();
  else world.open();
  world.narrate(used === 0 ? `The ${self.title} creaks.` : `The ${self.title} creaks on its old hinges.`);
}
