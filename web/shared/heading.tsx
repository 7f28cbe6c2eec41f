import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface HeadingProps {
  children: ComponentChildren;
  class?: string;
  lang?: string;
}

/**
 * The heading of a phase. Phases come by themselves: whoever had the focus on something that is gone
 * finds it here, so that keyboard and screen reader go on from the new thing.
 */
export function Heading({ children, class: name, lang }: HeadingProps) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) ref.current?.focus({ preventScroll: true });
  }, []);
  return (
    <h1 ref={ref} tabIndex={-1} class={name} lang={lang}>
      {children}
    </h1>
  );
}
