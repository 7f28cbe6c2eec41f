// The bell on the bar. Marta has heard it before.

const answers = ["Coming, coming!", "I heard you. So did the street.", "Ring it once more, and you wash the mugs."];

function onUse(event) {
  const rings = self.state?.rings ?? 0;
  self.state = { rings: rings + 1 };
  world.narrate(`${event.by.name} strikes the bell. Ding!`);
  world.tell(event.by.id, `Marta looks up: "${answers[Math.min(rings, answers.length - 1)]}"`);
  world.timer("forget", 60_000);
}

function onTimer(event) {
  if (event.name === "forget") self.state = { rings: 0 };
}
