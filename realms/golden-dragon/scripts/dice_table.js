// Two dice against the house, which is Old Tom. It remembers the best throw and whose it was.

function onUse(event) {
  const [mine, toms] = [throwDice(), throwDice()];
  const best = self.state ?? { sum: 0, name: "" };
  const sum = mine[0] + mine[1];
  world.narrate(`${event.by.name} throws ${mine[0]} and ${mine[1]}; Old Tom throws ${toms[0]} and ${toms[1]}.`);
  world.say(verdict(sum, toms[0] + toms[1]));
  if (sum > best.sum) {
    self.state = { sum, name: event.by.name };
    world.narrate(`${sum} is the best throw of this table${best.name ? `; ${best.name} had ${best.sum}` : ""}.`);
  }
}

function throwDice() {
  return [1 + Math.floor(Math.random() * 6), 1 + Math.floor(Math.random() * 6)];
}

function verdict(mine, toms) {
  if (mine === 2) return "Snake eyes! The house laughs.";
  if (mine === toms) return "Even. Nobody pays, nobody drinks.";
  return mine > toms ? "The house pays." : "The house takes it.";
}
