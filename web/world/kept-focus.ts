import { useEffect, useRef } from "preact/hooks";

/**
 * Props for an element whose parts come and go: whoever had the focus on a part that went finds it on the element,
 * so that keyboard and screen reader go on from there. The element needs a `tabIndex`.
 */
export function useKeptFocus<E extends HTMLElement>() {
  const ref = useRef<E>(null);
  const wasIn = useRef(false);
  useEffect(() => {
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (isLost && wasIn.current) ref.current?.focus({ preventScroll: true });
  });
  return {
    ref,
    onFocusIn: () => {
      wasIn.current = true;
    },
    onFocusOut: ({ relatedTarget }: FocusEvent) => {
      if (relatedTarget instanceof Node && !ref.current?.contains(relatedTarget)) wasIn.current = false;
    },
  };
}
