import { useSecondsLeft } from "./server-time.ts";

interface TimeBarProps {
  now(): number;
  opensAt: number;
  closesAt: number;
  /** Since when the game stands still. */
  pausedAt: number | undefined;
}

/** The time that is left for a question, as a number and as a bar. */
export function TimeBar({ now, opensAt, closesAt, pausedAt }: TimeBarProps) {
  const running = useSecondsLeft(now, closesAt);
  const left = pausedAt === undefined ? running : Math.max(0, Math.ceil((closesAt - pausedAt) / 1_000));
  const short = left <= Math.min(5, (closesAt - opensAt) / 3_000);
  const elapsedMs = Math.max(0, (pausedAt ?? now()) - opensAt);
  const style = { animationDuration: `${closesAt - opensAt}ms`, animationDelay: `${-elapsedMs}ms` };
  return (
    <div class={`time${short ? " is-short" : ""}${pausedAt === undefined ? "" : " is-paused"}`} role="timer">
      <span class="left">
        {left}
        <span class="unseen"> seconds left</span>
      </span>
      <span class="track" aria-hidden="true">
        <span key={`${closesAt}.${pausedAt}`} class="fill" style={style} />
      </span>
    </div>
  );
}
