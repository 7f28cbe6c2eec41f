import { signal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";

const sentence = signal("");

/** Says a milestone to those who listen instead of looking. */
export function announce(text: string): void {
  sentence.value = text;
}

/** The region that screen readers watch; once a page. */
export function Announcer() {
  return (
    <p class="unseen" role="status" aria-live="polite">
      {sentence.value}
    </p>
  );
}

/** Announces whatever the function gives, whenever it gives something new. */
export function useMilestones(read: () => string | null): void {
  const last = useRef("");
  useSignalEffect(() => {
    const text = read();
    if (text === null || text === last.current) return;
    last.current = text;
    announce(text);
  });
}
