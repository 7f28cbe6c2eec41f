// Linnet sings when somebody says "song". A verse at a time, so that people can talk in between.

const verses = [
  "The dragon slept on a hill of gold, and the hill was a town, and the town grew old...",
  "She lent her fire to the baker's door, and the baker paid her in loaves, and more...",
  "So leave a lamp where the dark roads bend: there's a dragon who takes every light for a friend.",
];
const PAUSE_MS = 6_000;

function onSay(event) {
  if (event.by.id === self.id || !/\bsongs?\b/i.test(event.text)) return;
  if (self.state?.next > 0) {
    world.tell(event.by.id, "Linnet winks at you over the strings: one song at a time.");
    return;
  }
  world.say(`A song for ${event.by.name}, then.`);
  world.timer("verse", 2_000);
  self.state = { next: 1 };
}

function onTimer(event) {
  const next = self.state?.next ?? 0;
  if (event.name !== "verse" || next === 0) return;
  const isLast = next >= verses.length;
  world.say(verses[next - 1]);
  self.state = { next: isLast ? 0 : next + 1 };
  if (isLast) world.narrate("Linnet lets the last chord ring, and bows.");
  else world.timer("verse", PAUSE_MS);
}
