// A process with a watchdog that hangs in some way: `hanging-process.ts LIMIT_MS HOW`.
import { readFileSync } from "node:fs";
import { startWatchdog } from "../edge-sim/health/watchdog.ts";

const [limitMs, how = "", more = ""] = process.argv.slice(2);
const watchdog = startWatchdog(Number(limitMs));

const ways: Record<string, () => void> = {
  loop: spin,
  // A pattern that tries every way to share out the letters.
  pattern: () => void /^(a+)+$/.test(`${"a".repeat(60)}b`),
  // The other end never comes.
  system: () => void readFileSync(more),
  // Busy, and back in time each time.
  busy: () => {
    let rounds = 0;
    const timer = setInterval(() => {
      for (const endMs = performance.now() + Number(limitMs) / 4; performance.now() < endMs; );
      if (++rounds < 16) return;
      clearInterval(timer);
      console.log("done");
    }, 1);
  },
  stop: () => void watchdog.stop().then(() => console.log("done")),
  // Nothing else is to be done: the watchdog keeps no process alive.
  idle: () => console.log("done"),
  wait: () => void setTimeout(() => console.log("done"), Number(more)),
};

function spin(): void {
  for (let i = 0; ; i++) if (i < 0) return;
}

console.log("going");
setTimeout(() => ways[how]?.(), 100);
