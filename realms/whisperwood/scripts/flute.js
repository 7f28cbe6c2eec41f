// The owl knows this flute. It answers twice from where it is, and the third tune brings it to the player.

const answers = [
  "Three notes go out between the trunks. A long way off an owl answers: hoo, hoo.",
  "The tune goes out again. The owl answers, and it is nearer.",
];

function onUse(event) {
  const tunes = self.state?.tunes ?? 0;
  world.narrate(`${event.by.name} puts the willow flute to their lips and plays.`);
  const answer = answers[tunes];
  if (answer) world.narrate(answer);
  else call();
  self.state = { tunes: answer ? tunes + 1 : 0 };
}

function call() {
  world.narrate(
    "No answer this time, only a breath of air: the owl comes down on wide, soft wings and settles beside you.",
  );
  world.move("owl", self.area);
}
