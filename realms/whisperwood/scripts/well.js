// A wish falls a long way. The well counts them, and every seventh one it answers with light.

const ANSWERED = 7;
const GLOW_MS = 60 * 1000;

function onUse(event) {
  const wishes = (self.state?.wishes ?? 0) + 1;
  self.state = { wishes };
  world.narrate(`${event.by.name} leans over the rim and lets a wish drop. One breath, two breaths: plink.`);
  if (wishes % ANSWERED === 0) return answer();
  world.tell(
    event.by.id,
    wishes === 1 ? "It is the first wish down there." : `That makes ${wishes} wishes down there.`,
  );
}

function answer() {
  world.narrate("This time something answers. The water far below begins to shine, and the light climbs the stones.");
  world.light("well-glow", true);
  world.timer("fade", GLOW_MS);
}

function onTimer(event) {
  if (event.name === "fade") world.light("well-glow", false);
}
