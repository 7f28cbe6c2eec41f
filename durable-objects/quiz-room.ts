import type { QuizResults, RoomSummary } from "../core/protocol/index.ts";
import type { QuestionReply, QuestionRequest } from "../core/quiz/question.ts";
import type { Quiz } from "../core/quiz/quiz-kind.ts";
import { quizMachine } from "../core/quiz/quiz-machine.ts";
import { resultsOf, summaryOf } from "../core/quiz/results.ts";
import type { RoomOptions } from "../core/quiz/room-options.ts";
import { type RoomEnv, RoomObject } from "./room-object.ts";

export interface QuizRoomEnv extends RoomEnv {
  QUESTIONS: { configured(): Promise<boolean>; write(request: QuestionRequest): Promise<QuestionReply> };
}

/** A quiz room as a Durable Object, named by its code. */
export class QuizRoom extends RoomObject<Quiz, QuizRoomEnv> {
  /** Makes the room; false if it exists. */
  async create(options: RoomOptions): Promise<boolean> {
    const ai = await this.env.QUESTIONS.configured();
    return this.room().create({ code: this.name, options, seed: this.seed(), ai });
  }

  /** `null` if there is no such room. Writes nothing. */
  summary(): RoomSummary | null {
    const { state } = this.room();
    return state && summaryOf(state);
  }

  results(): QuizResults | null {
    const room = this.room();
    return room.state && resultsOf(room.entries());
  }

  /** Deletes the room and everything it stored; false if there is none. */
  remove(): boolean {
    const room = this.room();
    const existed = room.state !== null;
    if (existed) room.delete();
    if (room.state !== null) throw new Error("the room could not be deleted");
    return existed;
  }

  protected machine() {
    return quizMachine;
  }

  protected ask(request: object): Promise<unknown> {
    return this.env.QUESTIONS.write(request as QuestionRequest);
  }

  /** 256 bits that decide every lot of this room; tests choose their own. */
  protected seed(): string {
    return [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }
}
