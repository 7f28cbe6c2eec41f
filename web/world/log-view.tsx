import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { LogEntry } from "./log.ts";
import { realmPath } from "./realm-path.ts";
import { keepNameFor, type WorldStay } from "./world-stay.ts";

/** This near to the end counts as at the end, in CSS pixels. */
const NEAR_PX = 40;

/** What was told, oldest first. It follows the newest line unless somebody has scrolled up to read. */
export function LogView({ stay }: { stay: WorldStay }) {
  const ref = useRef<HTMLDivElement>(null);
  const isAtEnd = useSignal(true);
  const lastTop = useRef(0);
  const log = stay.log.value;
  const toEnd = () => {
    const element = ref.current;
    if (element) element.scrollTop = element.scrollHeight;
  };
  const follow = () => {
    if (isAtEnd.peek()) toEnd();
  };
  useLayoutEffect(follow, [log]);
  useEffect(() => {
    // A phone's keyboard takes half of the page; the newest line stays above it.
    const observer = new ResizeObserver(follow);
    if (ref.current) observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div class="log-frame">
      <div
        ref={ref}
        class="log"
        role="log"
        aria-label="What happened"
        aria-live="polite"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable for the keyboard
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          const isNear = scrollHeight - scrollTop - clientHeight < NEAR_PX;
          // Only going up leaves the end: a page that shrinks under the log does not.
          isAtEnd.value = isNear || (isAtEnd.peek() && scrollTop >= lastTop.current);
          lastTop.current = scrollTop;
        }}
      >
        {log.map((entry) => (
          <Entry key={entry.key} entry={entry} stay={stay} />
        ))}
      </div>
      {!isAtEnd.value && (
        <button
          type="button"
          class="to-end small"
          onClick={() => {
            isAtEnd.value = true;
            toEnd();
            ref.current?.focus({ preventScroll: true });
          }}
        >
          Newest ↓
        </button>
      )}
    </div>
  );
}

function Entry({ entry: { kind, text, gate }, stay }: { entry: LogEntry; stay: WorldStay }) {
  return (
    <p class={kind === "place" ? "place-line" : kind}>
      {kind === "own" && <span aria-hidden="true">{"> "}</span>}
      {text}
      {gate && (
        <>
          {" "}
          <a href={realmPath(gate)} onClick={() => keepNameFor(stay, gate)}>
            Walk on
          </a>
        </>
      )}
    </p>
  );
}
