// Wren knows where things are, and is glad to be asked.

const answers = [
  [/\bkeys?\b/i, "The green key? The fox has it. She keeps everything under the roots in her hollow."],
  [/\bowls?\b/i, "He's got a loft in the great oak. Climb up, there's a flute. Play it three times!"],
  [/\b(?:riddle|stones?)\b/i, "I know what the stones want, but I won't tell. You've got one too. It's behind you!"],
  [/\bhermit\b/i, "He draws everybody. He drew me with two shoes, so it's an old one."],
  [/\bshoe\b/i, "The fox took it. I let her."],
  [/\bbell\b/i, "Pull the rope! In the tavern they say it's the wind. It isn't."],
  [/\bbog\b/i, "Only step on the pale bits. The light out there is a liar."],
];

function onSay(event) {
  if (event.by.id === self.id) return;
  const known = answers.find(([asked]) => asked.test(event.text));
  if (known) world.say(known[1]);
}
