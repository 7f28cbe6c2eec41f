// A door with a temper: it creaks, it counts, and every seventh time it sticks.

const STICKS_EVERY = 7;

function onUse(event) {
  const { used = 0 } = self.state ?? {};
  self.state = { used: used + 1 };
  if ((used + 1) % STICKS_EVERY === 0) {
    world.narrate(`The ${self.title} sticks in its frame, and will not be hurried.`);
    world.tell(event.by.id, "It sticks. Give it another try.");
    return;
  }
  if (event.state === "open") world.close();
  else world.open();
  world.narrate(used === 0 ? `The ${self.title} creaks.` : `The ${self.title} creaks on its old hinges.`);
}
