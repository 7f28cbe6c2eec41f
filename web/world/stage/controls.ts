import type { MoveWish } from "../../../client/motion/move-wish.ts";
import { createTouch } from "./controls-touch.ts";
import { cleaned, type Push, wishOf } from "./wish.ts";

/** What controls do to the view. */
export interface ControlTargets {
  /** Turns the camera, by shares of the stage's height. */
  drag(x: number, y: number): void;
  zoom(factor: number): void;
  /** The prompt is asked for. */
  prompt(): void;
  /** A place on the stage was clicked or tapped, in CSS pixels from its corner. */
  tap(x: number, y: number): void;
}

/** Keyboard, mouse, touch and gamepad of a stage. */
export interface Controls {
  /** Reads the gamepad; once a frame. */
  update(seconds: number): void;
  wish(yaw: number): MoveWish;
  /** How far to the right is pushed, -1 to 1. */
  readonly sideways: number;
  stop(): void;
}

const WHEEL_ZOOM = 0.0012;
/** Shares of the stage's height in a second with the stick all the way. */
const STICK_TURN = 0.75;
/** A jump is asked for at least so long, so that whoever polls sees it. */
const JUMP_MS = 120;

const keys: Readonly<Record<string, Push>> = {
  KeyW: { right: 0, forward: 1 },
  ArrowUp: { right: 0, forward: 1 },
  KeyS: { right: 0, forward: -1 },
  ArrowDown: { right: 0, forward: -1 },
  KeyA: { right: -1, forward: 0 },
  ArrowLeft: { right: -1, forward: 0 },
  KeyD: { right: 1, forward: 0 },
  ArrowRight: { right: 1, forward: 0 },
};

export function createControls(stage: HTMLElement, targets: ControlTargets): Controls {
  const held = new Set<string>();
  const off = new AbortController();
  const { signal } = off;
  let jumpUntilMs = 0;
  let facing = 0;
  let pad: Push = { right: 0, forward: 0 };
  let padJump = false;
  const jump = () => {
    jumpUntilMs = performance.now() + JUMP_MS;
  };
  const touch = createTouch(stage, { ...targets, jump }, signal);
  listenToKeys(stage, held, { jump, prompt: targets.prompt }, signal);
  stage.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      targets.zoom(Math.exp(event.deltaY * WHEEL_ZOOM));
    },
    { signal, passive: false },
  );
  const push = (): Push => {
    const all = [...[...held].map((code) => keys[code]), touch.push, pad];
    const sum = all.reduce<Push>(
      (a, b) => ({ right: a.right + (b?.right ?? 0), forward: a.forward + (b?.forward ?? 0) }),
      { right: 0, forward: 0 },
    );
    return sum;
  };
  return {
    update: (seconds) => {
      const gamepad = navigator.getGamepads?.().find((one) => one?.connected && one.mapping === "standard");
      if (!gamepad) {
        pad = { right: 0, forward: 0 };
        padJump = false;
        return;
      }
      const [walkX = 0, walkY = 0, turnX = 0, turnY = 0] = gamepad.axes;
      pad = cleaned({ right: walkX, forward: -walkY });
      padJump = gamepad.buttons[0]?.pressed ?? false;
      const turn = cleaned({ right: turnX, forward: turnY });
      if (turn.right !== 0 || turn.forward !== 0) {
        targets.drag(turn.right * seconds * STICK_TURN, turn.forward * seconds * STICK_TURN);
      }
    },
    wish: (yaw) => {
      const isJumping = performance.now() < jumpUntilMs || padJump || held.has("Space");
      const wish = wishOf(push(), yaw, isJumping, facing);
      facing = wish.facing;
      return wish;
    },
    get sideways() {
      return Math.max(-1, Math.min(1, push().right));
    },
    stop: () => {
      off.abort();
      touch.stop();
    },
  };
}

/** Keys are the stage's while it has the focus, or nothing has. */
function listenToKeys(
  stage: HTMLElement,
  held: Set<string>,
  { jump, prompt }: { jump(): void; prompt(): void },
  signal: AbortSignal,
): void {
  const isOurs = () => {
    const at = document.activeElement;
    return at === null || at === document.body || stage.contains(at);
  };
  document.addEventListener(
    "keydown",
    (event) => {
      if (!isOurs() || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.code in keys) held.add(event.code);
      else if (event.code === "Space" && !(event.target instanceof HTMLButtonElement)) {
        held.add("Space");
        jump();
      } else if ((event.key === "Enter" && !(event.target instanceof HTMLButtonElement)) || event.key === "/") prompt();
      else return;
      event.preventDefault();
    },
    { signal },
  );
  document.addEventListener("keyup", (event) => held.delete(event.code), { signal });
  // Whoever leaves the window or goes to the prompt has let go of everything.
  window.addEventListener("blur", () => held.clear(), { signal });
  document.addEventListener("focusin", () => !isOurs() && held.clear(), { signal });
}
