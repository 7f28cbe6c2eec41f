// The gilded dragon of the town. Her roar carries into the near parts of the wood, and what is small keeps still.

const echoes = {
  "forest-gate":
    "A roar rolls in through the gate from the town. Every bird in the wood falls silent, and begins again.",
  "mossy-path": "A roar comes up the path from the south. The moss swallows most of it, but the leaves have heard.",
  "ruined-chapel": "From the town comes a long roar, and very softly, untouched, the bell answers.",
};

function onNews(event) {
  if (event.kind === "dragon-roar") world.narrate(echoes[self.area]);
}
