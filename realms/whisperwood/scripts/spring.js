// Its water makes one feel listened to.

function onUse(event) {
  const drinks = (self.state?.drinks ?? 0) + 1;
  self.state = { drinks };
  world.narrate(`${event.by.name} drinks from the spring, and the crystals chime.`);
  world.tell(
    event.by.id,
    "It is cold enough to hurt. Then you hear the whole forest above you, leaf by leaf, and under it a bell.",
  );
}
