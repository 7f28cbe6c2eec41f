/** What stopping needs of the program. */
export interface Stopping {
  /** Everybody is told, everything accepted is kept, ports are closed. */
  stop(): Promise<void>;
  say(level: "info" | "error", text: string): void;
  exit(code: number): void;
  nowMs(): number;
}

/** When it stops without those who do not answer; what was accepted is kept long before. */
const STOP_WITHIN_MS = 2_800;
/** A terminal's Ctrl-C reaches a program itself, and again through npm: that is one. */
const SAME_PRESS_MS = 300;
/** As shells tell of a program that Ctrl-C ended. */
const ENDED_BY_HAND = 130;

/** What to do at SIGTERM and SIGINT: the first stops in order, one more ends at once. */
export function onStopSignal({ stop, say, exit, nowMs }: Stopping): () => void {
  let firstMs: number | null = null;
  return () => {
    if (firstMs !== null) {
      if (nowMs() - firstMs > SAME_PRESS_MS) exit(ENDED_BY_HAND);
      return;
    }
    firstMs = nowMs();
    say("info", "Stopping: everybody is told, and what was accepted is kept.");
    const late = setTimeout(() => {
      say("info", "Stopped, without waiting for those who did not answer.");
      exit(0);
    }, STOP_WITHIN_MS);
    stop().then(
      () => {
        clearTimeout(late);
        say("info", "Stopped.");
        exit(0);
      },
      (error: unknown) => {
        clearTimeout(late);
        say("error", `Stopping failed: ${error instanceof Error ? error.message : "nobody knows why"}`);
        exit(1);
      },
    );
  };
}
