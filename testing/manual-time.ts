/** Time that is moved by hand, with the one timer and the one alarm that a room may hold. */
export class ManualTime {
  nowMs: number;
  timerMs: number | null = null;
  alarmMs: number | null = null;

  constructor(nowMs = Date.UTC(2026, 0, 1)) {
    this.nowMs = nowMs;
  }

  setTimer(ms: number | null): void {
    this.timerMs = ms === null ? null : this.nowMs + ms;
  }

  setAlarm(atMs: number | null): void {
    this.alarmMs = atMs;
  }

  /** Time passes; timer and alarm fire at their moments, the timer first. */
  advance(ms: number, fire: { timer(): void; alarm(): void }): void {
    const untilMs = this.nowMs + Math.max(0, ms);
    for (let i = 0; i < 100_000; i++) {
      const nextMs = Math.min(this.timerMs ?? Number.POSITIVE_INFINITY, this.alarmMs ?? Number.POSITIVE_INFINITY);
      if (nextMs > untilMs) break;
      this.nowMs = Math.max(this.nowMs, nextMs);
      if (this.timerMs !== null && this.timerMs <= this.nowMs) {
        this.timerMs = null;
        fire.timer();
      } else {
        this.alarmMs = null;
        fire.alarm();
      }
    }
    this.nowMs = untilMs;
  }
}
