// node scripts/keep-checkpoint.ts: keeps a checkpoint of today's form in testing/fixtures/, as released versions write it.
// To be run before a release whose components, facts or portable form are others than before.
import { Story, smallWorlds } from "../testing/small-world.ts";
import { keepCheckpoint, playScene } from "../testing/world-checkpoints.ts";

const { create } = await smallWorlds();
const told = new Story(create());
playScene(told);
console.log(keepCheckpoint(told.world.save()));
