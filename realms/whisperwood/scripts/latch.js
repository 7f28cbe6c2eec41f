// From inside the heavy door always opens: a riddle may keep people out, and never in.

function onUse() {
  world.narrate("The latch lifts with a clack, and the bar slides back.");
  world.unlock("cave-door");
  world.open("cave-door");
}
