import type { ComponentChildren } from "preact";
import { Heading } from "./heading.tsx";

interface MessagePageProps {
  phase: string;
  title: string;
  children?: ComponentChildren;
}

/** A page that only says something, and offers the way on. */
export function MessagePage({ phase, title, children }: MessagePageProps) {
  return (
    <main class="message" data-phase={phase}>
      <div class="card">
        <Heading>{title}</Heading>
        {children}
      </div>
    </main>
  );
}
