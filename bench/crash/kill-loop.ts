import { pause } from "../load/gate.ts";
import { seededRandom } from "../load/random.ts";
import type { MortalServer } from "./mortal-server.ts";

/** How a server is to be killed. */
export interface KillPlan {
  kills: number;
  /** The server lives for a random time up to this. */
  lifeMaxMs: number;
  /** Decides the moments. */
  seed: number;
  /** Ends the server's life. @param isUp whether it had come up */
  end(isUp: boolean): Promise<void>;
  /** It is about to be started again. */
  begin?(): void;
  /** It answers again; `done` of the kills are done. */
  up(done: number): void;
}

/** It stays dead for a random time up to this: deadlines pass meanwhile. */
const DEATH_MAX_MS = 800;
/** Every so often the server dies again while it is coming up. */
const STILLBORN_SHARE = 0.2;
const STILLBORN_MAX_MS = 300;

/** Kills a server so many times, and starts it again after each. */
export async function killAgainAndAgain(server: MortalServer, plan: KillPlan): Promise<void> {
  const random = seededRandom(plan.seed);
  const launch = () => {
    plan.begin?.();
    server.launch();
  };
  for (let done = 0; done < plan.kills; ) {
    await pause(random() * plan.lifeMaxMs);
    await plan.end(true);
    done += 1;
    await pause(random() * DEATH_MAX_MS);
    launch();
    if (done < plan.kills && random() < STILLBORN_SHARE) {
      await pause(random() * STILLBORN_MAX_MS);
      await plan.end(false);
      done += 1;
      launch();
    }
    await server.ready();
    plan.up(done);
  }
}
