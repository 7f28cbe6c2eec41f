import { readdirSync, readFileSync } from "node:fs";

/** What the processes of one group have cost so far, and what they hold now. */
export interface ProcessCost {
  /** User and system time together, children included. */
  cpuMs: number;
  residentKb: number;
  /** The most that was resident at any time. */
  peakKb: number;
  /** Open file descriptors. */
  descriptors: number;
}

/** The kernel counts CPU time in units of 1/100 s for everybody who reads /proc (USER_HZ). */
const TICK_MS = 10;

/** Reads /proc for every process of a group: servers are started as the leader of their own. */
export function costOf(group: number): ProcessCost {
  const sum: ProcessCost = { cpuMs: 0, residentKb: 0, peakKb: 0, descriptors: 0 };
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = read(`/proc/${entry}/stat`);
    // The second field, the name, is in brackets and may contain blanks: count from behind it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (Number(fields[2]) !== group) continue;
    sum.cpuMs += (Number(fields[11]) + Number(fields[12])) * TICK_MS;
    const status = read(`/proc/${entry}/status`);
    sum.residentKb += kilobytes(status, "VmRSS");
    sum.peakKb += kilobytes(status, "VmHWM");
    sum.descriptors += descriptorsOf(entry);
  }
  return sum;
}

/** Processes come and go while they are looked at. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function descriptorsOf(process: string): number {
  try {
    return readdirSync(`/proc/${process}/fd`).length;
  } catch {
    return 0;
  }
}

function kilobytes(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0);
}
