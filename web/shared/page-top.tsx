import type { ComponentChildren } from "preact";

/** The line above every page: the way home, and what the page adds. */
export function PageTop({ children }: { children?: ComponentChildren }) {
  return (
    <header class="top">
      <a class="brand" href="/">
        <svg viewBox="0 0 64 40" aria-hidden="true" focusable="false">
          <path d="M8 28 24 6l9 10 7-9 16 21z" />
          <path class="wave" d="M4 35q7-5 14 0t14 0 14 0 14 0" />
        </svg>
        Skerry
      </a>
      {children}
    </header>
  );
}
