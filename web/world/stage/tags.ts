import { type Camera, Vector3 } from "three";

/** A name over somebody's head. */
export interface Tag {
  entity: number;
  text: string;
  x: number;
  y: number;
  z: number;
  /** From the camera, in metres. */
  farM: number;
  isPlayer: boolean;
}

/** The names over heads, as text of the page: as sharp as any. Screen readers have the list of who is here instead. */
export interface Tags {
  /** Shows the nearest of these, at most so many. The list is sorted in place. */
  show(tags: Tag[], most: number, camera: Camera, width: number, height: number): void;
  stop(): void;
}

/** Names fade from here on, and are gone at {@link TAGS_M}. */
const FADE_FROM_M = 12;
/** Farther names are not shown, in metres. */
export const TAGS_M = 26;

interface Label {
  element: HTMLElement;
  text: string;
  /** As it was written last, so that what stays is not written again. */
  transform: string;
  opacity: string;
  entity: number | null;
  x: number;
  y: number;
  chars: number;
}

/** As large as a label is, about, in CSS pixels. */
const CHAR_PX = 7.2;
const PADDING_PX = 16;
const LINE_PX = 20;

/** Whether a nearer name is already there. */
function isTaken(labels: readonly Label[], used: number, x: number, y: number, chars: number): boolean {
  for (let i = 0; i < used; i++) {
    const other = labels[i];
    if (!other || Math.abs(other.y - y) > LINE_PX) continue;
    if (Math.abs(other.x - x) < ((other.chars + chars) * CHAR_PX) / 2 + PADDING_PX) return true;
  }
  return false;
}

export function createTags(stage: HTMLElement): Tags {
  const layer = document.createElement("div");
  layer.className = "stage-tags";
  layer.setAttribute("aria-hidden", "true");
  stage.append(layer);
  const labels: Label[] = [];
  const point = new Vector3();
  return {
    show: (tags, most, camera, width, height) => {
      tags.sort((a, b) => a.farM - b.farM);
      let used = 0;
      for (const tag of tags) {
        if (used >= most || tag.farM > TAGS_M) break;
        point.set(tag.x, tag.y, tag.z).project(camera);
        if (Math.abs(point.x) > 1.05 || Math.abs(point.y) > 1.1 || point.z > 1) continue;
        const [x, y] = [((point.x + 1) / 2) * width, ((1 - point.y) / 2) * height];
        if (isTaken(labels, used, x, y, tag.text.length)) continue;
        const label = labels[used] ?? addLabel(layer, labels);
        Object.assign(label, { x, y, chars: tag.text.length });
        write(label, tag, x, y);
        used += 1;
      }
      for (const label of labels.slice(used)) hide(label);
    },
    stop: () => layer.remove(),
  };
}

function addLabel(layer: HTMLElement, labels: Label[]): Label {
  const element = document.createElement("bdi");
  layer.append(element);
  const label: Label = { element, text: "", transform: "", opacity: "", entity: null, x: 0, y: 0, chars: 0 };
  labels.push(label);
  return label;
}

function write(label: Label, { text, farM, isPlayer, entity }: Tag, x: number, y: number): void {
  const { element } = label;
  if (label.entity !== entity || label.text !== text) {
    element.textContent = text;
    element.className = isPlayer ? "is-player" : "";
    Object.assign(label, { text, entity });
  }
  const transform = `translate(-50%, -100%) translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
  if (label.transform !== transform) {
    element.style.transform = transform;
    label.transform = transform;
  }
  const share = Math.max(0, Math.min(1, (TAGS_M - farM) / (TAGS_M - FADE_FROM_M)));
  const opacity = share.toFixed(1);
  if (label.opacity !== opacity) {
    element.style.opacity = opacity;
    label.opacity = opacity;
  }
}

function hide(label: Label): void {
  if (label.opacity === "0") return;
  label.element.style.opacity = "0";
  label.opacity = "0";
}
