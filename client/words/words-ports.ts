import type { ErrorCode, Failure, Result } from "../../core/protocol/errors.ts";
import type { Terminal, TerminalWishes } from "../../core/telnet/terminal.ts";
import type { Paragraph } from "../../core/telnet/text/paragraph.ts";
import type { QuizClient, QuizClientOptions } from "../quiz-client.ts";
import type { WorldClient, WorldClientOptions } from "../world-client.ts";

/** What somebody who plays in words needs of the program around them. Nothing here may throw but where it says so. */
export interface WordsPorts {
  /** As it is now: windows change their size. */
  readonly terminal: Terminal;
  /** Sets the terminal by hand, over what its client tells. */
  wish(wishes: TerminalWishes): void;
  show(paragraphs: readonly Paragraph[]): void;
  /**
   * One prompt, marked as such to clients that can tell, without a line break behind it. Whatever is shown while it
   * stands begins on a line of its own, and the prompt is given again below.
   */
  prompt(paragraph: Paragraph): void;
  /** Whether what is typed is to stay unseen: passphrases. */
  hideInput(on: boolean): void;
  /** Whether messages of this name are wanted beside the text; what is wanted changes with what the client sends. */
  wants(name: string): boolean;
  /** A message beside the text (GMCP), as JSON; it is dropped where the client does not want it. */
  tell(name: string, data: object | string): void;
  /** Says the last words and closes the connection. */
  hangUp(farewell: readonly Paragraph[]): void;
  readonly accounts: Accounts;
  readonly places: Places;
}

/** Who plays in words: names, and the passphrases that guard them. Its promises reject only where something is broken. */
export interface Accounts {
  /** How it stands with a name, as it was typed. */
  find(name: string): Promise<"free" | "guest" | "guarded">;
  /**
   * Comes in as somebody. `passphrase`: `null` for names that are not guarded. NAME_EMPTY, NAME_TOO_LONG,
   * NAME_NOT_ALLOWED; NAME_TAKEN: it is another guest's; FORBIDDEN: not the passphrase; RATE_LIMITED.
   */
  enter(name: string, passphrase: string | null): Promise<Result<Person>>;
  /** What a passphrase lacks; `null` if it can be one. */
  fault(passphrase: string): Failure | null;
  /** From now on the name needs this passphrase. Errors say what it lacks. */
  guard(person: Person, passphrase: string): Promise<Result<null>>;
}

/** Somebody who came in. */
export interface Person {
  readonly name: string;
  readonly isGuarded: boolean;
  /** They listen to a screen reader, whatever their client says: so they have set it, and it is kept. */
  readonly isReader: boolean;
  setReader(on: boolean): Promise<void>;
  /** A token to say hello with. `refused`: why the last one was not taken. Rejects where there is none to be had. */
  token(refused: ErrorCode | null): Promise<string>;
}

/** A realm that can be entered. */
export interface RealmOffer {
  /** Its name in addresses. */
  realm: string;
  title: string;
  /** How many people are in it. */
  population: number;
}

/** All that a world's client is made with, but where it leads. */
export type WorldWays = Omit<WorldClientOptions, "url" | "WebSocket">;
/** All that a quiz room's client is made with, but where it leads. */
export type QuizWays = Omit<QuizClientOptions, "url" | "WebSocket" | "role">;

/** Where one can go. Promises reject only where something is broken. */
export interface Places {
  /** Realms that can be entered, the first one is where newcomers go. */
  realms(): Promise<RealmOffer[]>;
  /** A line to a realm, made by `createWorldClient`. */
  world(realm: string, options: WorldWays): WorldClient;
  /** A player's line to a room, made by `createQuizClient`. */
  quiz(code: string, options: QuizWays): QuizClient;
  /** Whether a room with this code exists. */
  hasRoom(code: string): Promise<boolean>;
}
