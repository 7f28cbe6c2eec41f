import { Heading } from "./heading.tsx";
import { useSecondsLeft } from "./server-time.ts";

interface CountdownProps {
  now(): number;
  index: number;
  questions: number;
  opensAt: number;
  note: string;
}

/** The seconds before a question. */
export function Countdown({ now, index, questions, opensAt, note }: CountdownProps) {
  const left = useSecondsLeft(now, opensAt);
  return (
    <>
      <Heading class="kicker">
        Question {index + 1} of {questions}
      </Heading>
      <p class="big-number pulse" key={left} aria-hidden="true">
        {left}
      </p>
      <p class="soft">{note}</p>
    </>
  );
}
