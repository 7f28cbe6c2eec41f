import { signal } from "@preact/signals";
import { recall, remember } from "../shared/storage.ts";

/** How this device shows worlds. */
export type View = "3d" | "words";

const VIEW = "skerry.world.view";

/** As it was chosen on this device; 3D where nothing was. */
export const view = signal<View>(recall(VIEW) === "words" ? "words" : "3d");

/** 3D was tried here, and this device cannot do it. */
export const isFlat = signal(false);

/** Shows worlds like this from now on. */
export function chooseView(next: View): void {
  view.value = next;
  isFlat.value = false;
  remember(VIEW, next);
}
