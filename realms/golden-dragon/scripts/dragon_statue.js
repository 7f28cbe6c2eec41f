// The gilded dragon on the square. Touch her, and other realms hear her roar, but not more often than she likes.

const REST_MS = 120_000;

function onUse(event) {
  if (self.state?.resting) {
    world.tell(event.by.id, "The gilded flank is still warm. She has roared enough for now.");
    return;
  }
  self.state = { resting: true };
  world.narrate(`${event.by.name} lays a hand on the dragon. Her eyes light up, and a roar rolls over the roofs.`);
  world.light("dragon-eyes", true);
  world.publish("dragon-roar", { by: event.by.name });
  world.timer("rest", REST_MS);
}

function onTimer(event) {
  if (event.name !== "rest") return;
  self.state = { resting: false };
  world.light("dragon-eyes", false);
}
