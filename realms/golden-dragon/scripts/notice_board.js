// Notices, one after the other.

const notices = [
  'Lost: one brass key, somewhere in the straw. A reward from the Captain, "generous, if I am in the mood".',
  "Wanted: a cat that catches mice. Saffron need not apply.",
  "The gate to Whisperwood stands open. The Watch asks you to be back before the trees start talking.",
  "Dice on the tables only. The last pair went down the well.",
];

function onUse(event) {
  const read = self.state?.read ?? 0;
  self.state = { read: (read + 1) % notices.length };
  world.tell(event.by.id, notices[read]);
}
