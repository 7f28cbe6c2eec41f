import { WorkerEntrypoint } from "cloudflare:workers";
import { questionServiceFrom } from "../../adapters/question-service.ts";
import type { QuizResults, RoomSummary } from "../../core/protocol/index.ts";
import type { QuestionReply, QuestionRequest } from "../../core/quiz/question.ts";
import type { RoomOptions } from "../../core/quiz/room-options.ts";
import type { QuizRoom } from "../../durable-objects/quiz-room.ts";

export { QuizRoom } from "../../durable-objects/quiz-room.ts";

interface Env {
  QUIZ_ROOMS: DurableObjectNamespace<QuizRoom>;
  GROQ_API_KEY?: string;
  GROQ_MODEL?: string;
  GROQ_BASE_URL?: string;
}

/** Finds quiz rooms by their codes. Whoever calls has checked the code's form. */
export class QuizRoomService extends WorkerEntrypoint<Env> {
  create(code: string, options: RoomOptions): Promise<boolean> {
    return this.env.QUIZ_ROOMS.getByName(code).create(options);
  }

  async summary(code: string): Promise<RoomSummary | null> {
    return await this.env.QUIZ_ROOMS.getByName(code).summary();
  }

  async results(code: string): Promise<QuizResults | null> {
    return await this.env.QUIZ_ROOMS.getByName(code).results();
  }

  remove(code: string): Promise<boolean> {
    return this.env.QUIZ_ROOMS.getByName(code).remove();
  }

  /** A WebSocket upgrade for `/CODE`. Nothing of the request but the upgrade itself goes on to the room. */
  override fetch(request: Request): Promise<Response> {
    const code = new URL(request.url).pathname.slice(1);
    const headers = new Headers();
    for (const name of [
      "upgrade",
      "connection",
      "sec-websocket-key",
      "sec-websocket-version",
      "sec-websocket-extensions",
    ]) {
      const value = request.headers.get(name);
      if (value) headers.set(name, value);
    }
    return this.env.QUIZ_ROOMS.getByName(code).fetch(new Request(`https://room/${code}`, { headers }));
  }
}

/** Writes questions with the configured AI; see `adapters/question-service.ts`. */
export class QuestionService extends WorkerEntrypoint<Env> {
  configured(): boolean {
    return questionServiceFrom(this.env).configured;
  }

  write(request: QuestionRequest): Promise<QuestionReply> {
    return questionServiceFrom(this.env).write(request);
  }
}

export default {
  fetch(): Response {
    return new Response("This Worker is called by others, not by browsers.\n", { status: 404 });
  },
};
