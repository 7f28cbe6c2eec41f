import { randomBytes } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Rooms } from "../api/ports.ts";
import { readRoomCode } from "../core/protocol/index.ts";
import type { QuestionReply, QuestionRequest } from "../core/quiz/question.ts";
import type { Quiz } from "../core/quiz/quiz-kind.ts";
import { quizMachine } from "../core/quiz/quiz-machine.ts";
import { resultsOf, summaryOf } from "../core/quiz/results.ts";
import { Unreadable } from "../core/unreadable.ts";
import { FileOpener } from "./file-opener.ts";
import { FileSql } from "./file-sql.ts";
import { makeFolder } from "./folders.ts";
import { RoomProcess } from "./room-process.ts";
import { type Surroundings, turnAway } from "./socket-process.ts";
import type { Wire } from "./wire.ts";

/** What quiz rooms need besides. */
export interface QuizRoomsConfig {
  /** The folder with one SQLite file a room; made if it is missing. */
  folder: string;
  questions: { configured: boolean; write(request: QuestionRequest): Promise<QuestionReply> };
  /** At least 128 bits as text; tests choose their own. */
  seed?: () => string;
}

const SUFFIX = ".sqlite";
/** Each holds up to three open files. */
const ROOMS_MAX = 300;

/** The quiz rooms of this node, one file each. Where a room's file cannot be read, calls for it throw {@link Unreadable}. */
export class QuizRooms implements Rooms {
  readonly #files: FileOpener;
  readonly #rooms = new Map<string, RoomProcess<Quiz>>();
  readonly #config: QuizRoomsConfig;
  readonly #around: Surroundings;

  /** Takes up every room in the folder, so that their deadlines go on. */
  constructor(config: QuizRoomsConfig, around: Surroundings) {
    this.#config = config;
    this.#around = around;
    this.#files = new FileOpener(around);
    makeFolder(config.folder);
    for (const file of readdirSync(config.folder)) this.#takeUp(file);
  }

  /** A room that cannot be read is reported, and keeps no other from being read. */
  #takeUp(file: string): void {
    const code = file.endsWith(SUFFIX) ? file.slice(0, -SUFFIX.length) : "";
    if (readRoomCode(code) !== code) return;
    try {
      this.#find(code);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
    }
  }

  async create(code: string, options: Parameters<Rooms["create"]>[1]): Promise<boolean> {
    if (this.#find(code) || this.#rooms.size >= ROOMS_MAX) return false;
    const room = this.#open(code);
    const seed = this.#config.seed?.() ?? randomBytes(32).toString("hex");
    const made = room.runner.create({ code, options, seed, ai: this.#config.questions.configured });
    if (made) this.#rooms.set(code, room);
    return made;
  }

  async summary(code: string) {
    const state = this.#find(code)?.runner.state;
    return state ? summaryOf(state) : null;
  }

  async results(code: string) {
    const room = this.#find(code);
    return room ? resultsOf(room.runner.entries()) : null;
  }

  async remove(code: string): Promise<boolean> {
    const room = this.#findToRemove(code);
    if (room === "removed") return true;
    if (!room) return false;
    room.runner.delete();
    if (room.runner.state !== null) throw new Error("the room could not be deleted");
    this.#rooms.delete(code);
    return true;
  }

  /** A connection to a room; it is closed where there is none. */
  accept(code: string, id: string, wire: Wire): void {
    try {
      const room = this.#find(code);
      if (room) room.accept(id, wire);
      else turnAway(wire, "ROOM_NOT_FOUND", "ROOM_NOT_FOUND");
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      turnAway(wire, "RESTART", "UNREADABLE");
    }
  }

  /** How many rooms there are. */
  get size(): number {
    return this.#rooms.size;
  }

  /** How many rooms have files that cannot be read. */
  get unreadable(): number {
    return this.#files.failures;
  }

  stop(): void {
    for (const room of this.#rooms.values()) room.stop();
    this.#rooms.clear();
  }

  /** A host's word is enough to delete what nobody can read any more. */
  #findToRemove(code: string): RoomProcess<Quiz> | "removed" | null {
    try {
      return this.#find(code);
    } catch (error) {
      if (!(error instanceof Unreadable) || this.#rooms.has(code)) throw error;
      new FileSql(this.#path(code)).erase();
      this.#files.forget(this.#path(code));
      return "removed";
    }
  }

  #find(code: string): RoomProcess<Quiz> | null {
    let room = this.#rooms.get(code);
    if (!room && existsSync(this.#path(code))) {
      room = this.#open(code);
      this.#rooms.set(code, room);
    }
    if (!room) return null;
    room.runner.findAgain();
    if (room.runner.isMissing) {
      this.#rooms.delete(code);
      room.stop();
      return null;
    }
    if (room.runner.state === null) throw new Unreadable("a room cannot be read any more");
    return room;
  }

  #open(code: string): RoomProcess<Quiz> {
    const { questions } = this.#config;
    const ask = (request: object) => questions.write(request as QuestionRequest);
    return this.#files.open(
      this.#path(code),
      "taking up a room",
      (sql) => new RoomProcess<Quiz>(code, quizMachine, sql, this.#around, ask),
    );
  }

  #path(code: string): string {
    return join(this.#config.folder, code + SUFFIX);
  }
}
