import type { RoomPorts } from "../ports.ts";
import type { RoomClock } from "./room-clock.ts";
import { type Pending, wakePlan } from "./wake-plan.ts";

/** Carries wake plans out: asks the shell for its alarm and its timer, and only for what has changed. */
export class Waker {
  readonly #ports: Pick<RoomPorts<never>, "alarm" | "timer">;
  readonly #clock: RoomClock;
  /** What was last asked of the shell; `undefined`: not known. */
  #alarmMs: number | null | undefined = undefined;
  #timerMs: number | null = null;

  constructor(ports: Pick<RoomPorts<never>, "alarm" | "timer">, clock: RoomClock) {
    this.#ports = ports;
    this.#clock = clock;
  }

  plan(pending: Pending): void {
    const { alarmMs, timerMs } = wakePlan(pending, this.#clock.now());
    const shellMs = alarmMs === null ? null : this.#clock.toShell(alarmMs);
    if (shellMs !== this.#alarmMs) {
      this.#alarmMs = shellMs;
      this.#ports.alarm(shellMs);
    }
    if (timerMs !== this.#timerMs) {
      this.#timerMs = timerMs;
      this.#ports.timer(timerMs === null ? null : Math.max(0, timerMs - this.#clock.now()));
    }
  }

  /** The alarm has fired: the shell holds none. */
  alarmFired(): void {
    this.#alarmMs = undefined;
  }

  /** The timer has fired, or is to be set anew in any case. */
  timerFired(): void {
    this.#timerMs = null;
  }
}
