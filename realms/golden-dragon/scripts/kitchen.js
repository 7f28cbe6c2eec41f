// The kitchen smells to who comes into it; the cauldron, which has this script too, is there to be stirred.

function onEnter(event) {
  if (self.id !== self.area) return;
  const seen = self.state?.seen ?? [];
  if (seen.includes(event.by.id)) return;
  self.state = { seen: [...seen, event.by.id].slice(-20) };
  world.tell(event.by.id, "A smell of onions, thyme and something that wants another hour takes you by the collar.");
}

function onUse(event) {
  const stirred = (self.state?.stirred ?? 0) + 1;
  self.state = { stirred };
  world.narrate(`${event.by.name} stirs the cauldron.`);
  if (stirred % 5 === 0) world.narrate("The stew boils over with a hiss!");
}
