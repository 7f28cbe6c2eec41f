// A barrel that was never filled: its tap is a latch. It opens the great tun beside it, for a minute.

const OPEN_MS = 60_000;

function onUse(event) {
  if (self.state?.open) {
    world.tell(event.by.id, "The tap is already turned. Something ticks behind the staves.");
    return;
  }
  self.state = { open: true };
  world.unlock("barrel-door");
  world.open("barrel-door");
  world.light("secret-candle", true);
  world.narrate("The tap turns with a click. The end of the great tun swings inwards, and candlelight falls out.");
  world.timer("shut", OPEN_MS);
}

function onTimer(event) {
  if (event.name !== "shut") return;
  self.state = { open: false };
  world.close("barrel-door");
  world.lock("barrel-door");
  world.light("secret-candle", false);
  world.narrate("The great tun swings shut, and is only a barrel again.");
}
