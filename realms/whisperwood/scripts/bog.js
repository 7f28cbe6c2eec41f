// The bog warns whoever comes in, and keeps a little of whoever goes.

const warnings = [
  "The ground gives under your foot and takes its time to come back. Keep to the pale moss.",
  "Something under the moss lets out a long breath. Keep to the pale moss.",
  "A bubble rises beside your boot, looks at you, and bursts. Keep to the pale moss.",
];

function onEnter(event) {
  world.tell(event.by.id, warnings[Math.floor(Math.random() * warnings.length)]);
}

function onLeave(event) {
  world.tell(event.by.id, "The bog lets go of your boots with a kiss.");
}
