// Mushrooms: the red one is a mistake, which one is allowed to make.

const tastes = {
  "red-mushroom": "You lick it. For a moment all the trees are looking at you. You decide not to lick it again.",
  chanterelles: "You nibble one raw: apricot, pepper, and a little earth. They would be better with butter.",
  "grey-mushroom": "It tastes of nothing, but for a while your fingertips glow.",
};

function onUse(event) {
  world.tell(event.by.id, tastes[self.id] ?? "It tastes of forest.");
  if (self.id === "red-mushroom") world.narrate(`${event.by.name} licks the red mushroom and turns slightly green.`);
}
