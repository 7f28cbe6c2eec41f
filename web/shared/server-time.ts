import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** Whole seconds until a server moment, counting down by themselves; 0 once it has passed. */
export function useSecondsLeft(now: () => number, untilMs: number): number {
  const left = useSignal(secondsUntil(now(), untilMs));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tick = () => {
      const ms = untilMs - now();
      left.value = secondsUntil(now(), untilMs);
      if (ms > 0) timer = setTimeout(tick, ms % 1_000 || 1_000);
    };
    tick();
    return () => clearTimeout(timer);
  }, [untilMs]);
  return left.value;
}

/** Whether a server moment has come; turns true at that moment. */
export function useReached(now: () => number, atMs: number): boolean {
  const reached = useSignal(now() >= atMs);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    // Looked at again on waking: timers may fire early, and a better estimate of the clock may have come.
    const look = () => {
      const ms = atMs - now();
      reached.value = ms <= 0;
      if (ms > 0) timer = setTimeout(look, ms);
    };
    look();
    return () => clearTimeout(timer);
  }, [atMs]);
  return reached.value;
}

function secondsUntil(nowMs: number, untilMs: number): number {
  return Math.max(0, Math.ceil((untilMs - nowMs) / 1_000));
}
