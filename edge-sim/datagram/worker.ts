import { setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { startThread } from "./datagram-thread.ts";
import type { ThreadStart } from "./thread-port.ts";

/** A step behind the thread in which worlds tick: a flood is to cost them nothing where cores are few. */
const NICE = 5;

// On Linux this is of one thread; elsewhere it would be of the whole process.
if (process.platform === "linux") setPriority(NICE);
if (parentPort) startThread(parentPort, workerData as ThreadStart);
