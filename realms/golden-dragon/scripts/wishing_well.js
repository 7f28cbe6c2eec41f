// A well that grants nothing, but never forgets a number.

function onUse(event) {
  const wishes = (self.state?.wishes ?? 0) + 1;
  self.state = { wishes };
  world.narrate(`${event.by.name} leans over the well and whispers. Far below, the water answers.`);
  world.tell(event.by.id, wishes === 1 ? "Yours is its first wish." : `The well has kept ${wishes} wishes so far.`);
}
