import type { ControlTargets } from "./controls.ts";
import { cleaned, type Push } from "./wish.ts";

/** How far the thumb moves from where it was put down for a full push, in CSS pixels. */
const REACH_PX = 52;
/** A pointer that moved less is a tap. */
const TAP_PX = 8;
const TAP_MS = 350;

/** Fingers and mouse on the stage. */
export interface Touch {
  readonly push: Push;
  stop(): void;
}

interface Held {
  role: "walk" | "turn";
  startX: number;
  startY: number;
  x: number;
  y: number;
  sinceMs: number;
  isFar: boolean;
}

/** A thumb on the left half walks, with a stick that appears under it; all else turns the camera, and two of these zoom. */
export function createTouch(
  stage: HTMLElement,
  targets: ControlTargets & { jump(): void },
  signal: AbortSignal,
): Touch {
  const held = new Map<number, Held>();
  const stick = stickIn(stage);
  const jump = jumpButtonIn(stage, targets.jump);
  let push: Push = { right: 0, forward: 0 };
  const walker = () => [...held.values()].find(({ role }) => role === "walk");
  const turners = () => [...held.values()].filter(({ role }) => role === "turn");
  const spread = () => {
    const [a, b] = turners();
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  };
  const down = (event: PointerEvent) => {
    if (event.target instanceof HTMLButtonElement) return;
    const box = stage.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const isFinger = event.pointerType !== "mouse";
    if (isFinger) jump.hidden = false;
    const role = isFinger && x < box.width / 2 && !walker() ? "walk" : "turn";
    held.set(event.pointerId, { role, startX: x, startY: y, x, y, sinceMs: event.timeStamp, isFar: false });
    if (role === "walk") stick.show(x, y);
    // A click would do this by itself, were it not for the capture.
    stage.focus({ preventScroll: true });
    stage.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent) => {
    const one = held.get(event.pointerId);
    if (!one) return;
    const box = stage.getBoundingClientRect();
    const [x, y, before] = [event.clientX - box.left, event.clientY - box.top, spread()];
    const [dx, dy] = [x - one.x, y - one.y];
    Object.assign(one, { x, y, isFar: one.isFar || Math.hypot(x - one.startX, y - one.startY) > TAP_PX });
    if (one.role === "walk") {
      push = cleaned({ right: (x - one.startX) / REACH_PX, forward: (one.startY - y) / REACH_PX });
      stick.move(x - one.startX, y - one.startY);
    } else if (before > 0) targets.zoom(before / Math.max(1, spread()));
    else if (one.isFar) targets.drag(dx / box.height, dy / box.height);
  };
  const up = (event: PointerEvent) => {
    const one = held.get(event.pointerId);
    if (!one) return;
    held.delete(event.pointerId);
    if (one.role === "walk") {
      push = { right: 0, forward: 0 };
      stick.hide();
    }
    const isTap = event.type === "pointerup" && !one.isFar && event.timeStamp - one.sinceMs < TAP_MS;
    if (isTap) targets.tap(one.x, one.y);
  };
  stage.addEventListener("pointerdown", down, { signal });
  stage.addEventListener("pointermove", move, { signal });
  for (const type of ["pointerup", "pointercancel", "lostpointercapture"] as const) {
    stage.addEventListener(type, up, { signal });
  }
  stage.addEventListener("contextmenu", (event) => event.preventDefault(), { signal });
  return {
    get push() {
      return push;
    },
    stop: () => {
      stick.remove();
      jump.remove();
    },
  };
}

function stickIn(stage: HTMLElement) {
  const [ring, knob] = [document.createElement("div"), document.createElement("div")];
  ring.className = "stage-stick";
  knob.className = "stage-knob";
  ring.append(knob);
  ring.hidden = true;
  ring.setAttribute("aria-hidden", "true");
  stage.append(ring);
  const place = (element: HTMLElement, x: number, y: number) => {
    element.style.transform = `translate(${x.toFixed(0)}px, ${y.toFixed(0)}px)`;
  };
  return {
    show: (x: number, y: number) => {
      place(ring, x, y);
      place(knob, 0, 0);
      ring.hidden = false;
    },
    move: (x: number, y: number) => {
      const far = Math.hypot(x, y);
      const scale = far > REACH_PX ? REACH_PX / far : 1;
      place(knob, x * scale, y * scale);
    },
    hide: () => {
      ring.hidden = true;
    },
    remove: () => ring.remove(),
  };
}

/** Appears with the first finger: where there is none, there is a space bar. */
function jumpButtonIn(stage: HTMLElement, jump: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "stage-jump";
  button.textContent = "Jump";
  button.hidden = !matchMedia("(pointer: coarse)").matches;
  button.addEventListener("pointerdown", (event) => {
    event.stopPropagation();
    jump();
  });
  stage.append(button);
  return button;
}
