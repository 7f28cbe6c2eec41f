import { useEffect } from "preact/hooks";
import { messageOf } from "../../client/request-error.ts";
import { isFlat } from "./view-choice.ts";
import type { WorldStay } from "./world-stay.ts";

/** Once more after so long, and so often; then the world is shown in words. */
const AGAIN_MS = 2_000;
const TRIES = 4;

/** Has the shard tell what moves while it is wanted. Its script, and the engine's, are fetched only here. */
export function useMotion(stay: WorldStay, isWanted: boolean): void {
  useEffect(() => {
    if (!isWanted) return;
    let stop: () => void = () => undefined;
    let isGone = false;
    const begin = async () => {
      const { StayMotion } = await import("./stay-motion.ts");
      const motion = await StayMotion.begin(stay);
      if (isGone) return motion.stop();
      stay.motion.value = motion;
      stop = () => {
        stay.motion.value = null;
        motion.stop();
      };
    };
    const tryBegin = async (tries: number): Promise<void> => {
      try {
        await begin();
      } catch (error) {
        if (isGone) return;
        console.warn("the 3D view cannot be had", messageOf(error));
        if (tries >= TRIES) isFlat.value = true;
        else setTimeout(() => void (isGone || tryBegin(tries + 1)), AGAIN_MS);
      }
    };
    void tryBegin(1);
    return () => {
      isGone = true;
      stop();
    };
  }, [isWanted]);
}
