import type { Connection } from "../../client/line.ts";

/** A connection that ended for good. */
export type Ended = Connection & { state: "ended" };

/** What to tell somebody whose connection ended for good. */
export interface Ending {
  title: string;
  text: string;
  /** What the button says that connects again; absent where that is of no use. */
  again?: string;
  /** Only a newer page would help. */
  reload?: true;
}

/** The ends that rooms and worlds have in common. */
export function commonEnding({ reason, failure }: Ended, place: "room" | "world"): Ending {
  if (reason === "REPLACED") {
    const text = `You opened this ${place} in another tab or on another device.`;
    return { title: "Open somewhere else", text, again: "Use it here" };
  }
  if (reason === "ABUSE") {
    return { title: "Disconnected", text: "Too many messages came from this page.", again: "Connect again" };
  }
  if (failure?.code === "VERSION_UNSUPPORTED") {
    return { title: "There is a newer version", text: "Reload this page to go on.", again: "Reload", reload: true };
  }
  const text = failure?.message ?? `The ${place} did not take this page's key.`;
  return { title: "Not let in", text, again: "Try again" };
}
