import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import type { Deed } from "./deeds.ts";
import { beginLine } from "./prompt-form.tsx";
import { act, type WorldStay } from "./world-stay.ts";

interface DeedMenuProps {
  stay: WorldStay;
  /** Names the one menu that is open. */
  open: Signal<string | null>;
  /** This menu's name. */
  id: string;
  label: string;
  /** What the label is about, where that need not be seen. */
  before?: string;
  deeds: Deed[];
  /** What stands before it, in one piece with it. */
  children?: ComponentChildren;
}

/** A name to tap, and below it what can be done with whoever or whatever it names. */
export function DeedMenu({ stay, open, id, label, before, deeds, children }: DeedMenuProps) {
  const chip = useRef<HTMLButtonElement>(null);
  const item = useRef<HTMLLIElement>(null);
  const menu = useId();
  const isOpen = open.value === id;
  useEffect(() => {
    if (isOpen) item.current?.scrollIntoView({ block: "nearest" });
  }, [isOpen]);
  const close = () => {
    open.value = null;
    chip.current?.focus({ preventScroll: true });
  };
  const choose = (deed: Deed) => {
    close();
    if ("line" in deed) void act(stay, deed.line);
    else beginLine(stay, deed.begin);
  };
  return (
    <li
      ref={item}
      class={`${children ? "split" : ""} ${isOpen ? "is-open" : ""}`}
      onKeyDown={(event) => isOpen && event.key === "Escape" && close()}
    >
      {children}
      <button
        type="button"
        ref={chip}
        class="chip menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? menu : undefined}
        onClick={() => {
          open.value = isOpen ? null : id;
        }}
      >
        {before && <span class="unseen">{before}, </span>}
        <bdi>{label}</bdi>
      </button>
      {isOpen && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields; these are buttons
        <div id={menu} class="deeds" role="group" aria-label={before ?? label}>
          {deeds.map((deed) => (
            <button key={deed.label} type="button" class="small" onClick={() => choose(deed)}>
              {deed.label}
            </button>
          ))}
        </div>
      )}
    </li>
  );
}
