import { setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { startThread } from "./datagram-thread.ts";
import type { ThreadStart } from "./thread-port.ts";

/** A step behind the thread in which worlds tick: a flood is to cost them nothing where cores are few. */
const NICE = 10;

stepBack();
if (parentPort) startThread(parentPort, workerData as ThreadStart);

/** On Linux this is of one thread; elsewhere it would be of the whole process. */
function stepBack(): void {
  if (process.platform !== "linux") return;
  try {
    setPriority(NICE);
  } catch {
    // A service may forbid it, or be further behind already: then the threads stay as they are.
  }
}
