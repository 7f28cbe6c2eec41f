import { QuizRoom } from "../../durable-objects/quiz-room.ts";

const lives = new Map<string, number>();

/** How often the object of this name has come to memory. */
export function livesOf(name: string): number {
  return lives.get(name) ?? 0;
}

/** The real room, on the real clock, which counts how often it was brought to memory. */
export class SleepRoom extends QuizRoom {
  constructor(...args: ConstructorParameters<typeof QuizRoom>) {
    super(...args);
    lives.set(this.name, livesOf(this.name) + 1);
  }
}
