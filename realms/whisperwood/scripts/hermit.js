// The hermit answers questions, and gives his candle to the first guest who asks for a light.

const answers = [
  [/\b(?:stones?|riddle|shadow)\b/i, "They ask everybody the same thing. I think they only want to hear it said."],
  [
    /\b(?:key|lock|door|latch)\b/i,
    "I lost the key to a fox, and found that I liked company better. The latch opens the door from in here.",
  ],
  [/\b(?:draw|drawing|drawings|portrait)\b/i, "I draw what I am afraid to forget."],
  [/\b(?:spring|water)\b/i, "Through there, to the north. Drink, and then be quiet for a bit."],
  [/\bjar\b/i, "It says DO NOT. I would have thought that was clear."],
];

function onSay(event) {
  if (event.by.id === self.id) return;
  if (/\b(?:light|candle)\b/i.test(event.text)) return giveLight(event.by);
  const known = answers.find(([asked]) => asked.test(event.text));
  if (known) world.say(known[1]);
}

function giveLight(guest) {
  if (self.state?.given) return world.say(`I gave my candle to ${self.state.given}. Ask there.`);
  self.state = { given: guest.name };
  world.say("A light? Here. It has waited a whole summer for somebody to ask.");
  world.give("hermit-candle", guest.id);
}
