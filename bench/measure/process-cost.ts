import { readdirSync, readFileSync } from "node:fs";

/** What the processes of one group have cost so far, and what they hold now. */
export interface ProcessCost {
  /** User and system time together, of all threads that live. */
  cpuMs: number;
  residentKb: number;
  /** The most that was resident at any time. */
  peakKb: number;
  /** Open file descriptors. */
  descriptors: number;
}

/** Reads /proc for every process of a group: servers are started as the leader of their own. */
export function costOf(group: number): ProcessCost {
  const sum: ProcessCost = { cpuMs: 0, residentKb: 0, peakKb: 0, descriptors: 0 };
  for (const entry of entriesOf("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = read(`/proc/${entry}/stat`);
    // The second field, the name, is in brackets and may contain blanks: count from behind it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (Number(fields[2]) !== group) continue;
    sum.cpuMs += cpuMsOf(entry);
    const status = read(`/proc/${entry}/status`);
    sum.residentKb += kilobytes(status, "VmRSS");
    sum.peakKb += kilobytes(status, "VmHWM");
    sum.descriptors += entriesOf(`/proc/${entry}/fd`).length;
  }
  return sum;
}

/**
 * `utime` and `stime` in /proc/PID/stat count in steps of 10 ms, too coarse for a single broadcast: this is the same time
 * in nanoseconds, by thread. Server threads live as long as their server.
 */
function cpuMsOf(process: string): number {
  let cpuMs = 0;
  for (const thread of entriesOf(`/proc/${process}/task`)) {
    cpuMs += Number(read(`/proc/${process}/task/${thread}/schedstat`).split(" ")[0]) / 1e6;
  }
  return cpuMs;
}

/** Processes come and go while they are looked at. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function kilobytes(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0);
}
