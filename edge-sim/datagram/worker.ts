import { parentPort, workerData } from "node:worker_threads";
import { startThread } from "./datagram-thread.ts";
import type { ThreadStart } from "./thread-port.ts";

if (parentPort) startThread(parentPort, workerData as ThreadStart);
