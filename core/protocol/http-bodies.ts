/** Bodies of the HTTP interface, as clients send and read them. */

/** What a server can do (`GET /api/v1/config`). */
export interface ServerConfig {
  /** Whether topics are sent to an AI provider to have questions written. */
  ai: boolean;
  /** Languages a quiz can be asked for in: BCP 47 tag → its own name for itself. */
  languages: Record<string, string>;
}

/** What a host may choose; everything has a default (`POST /api/v1/rooms`). */
export interface RoomWishes {
  topic?: string;
  questions?: number;
  difficulty?: "easy" | "medium" | "hard" | "mixed";
  language?: string;
  seconds?: number;
  scoring?: "speed" | "accuracy";
  auto?: boolean;
}

/** A room that was just made. The addresses carry tokens in their fragments: keep them. */
export interface CreatedRoom {
  code: string;
  hostToken: string;
  joinUrl: string;
  hostUrl: string;
  screenUrl?: string;
}

/** What anybody who knows the code may ask (`GET /api/v1/rooms/:code`). */
export interface RoomSummary {
  code: string;
  topic: string;
  language: string;
  phase: string;
  players: number;
  questions: number;
  locked: boolean;
}

/** The same as the API gives it. */
export interface LinkedRoomSummary extends RoomSummary {
  /** The link to pass on; names the LAN address where this was asked through localhost. */
  joinUrl: string;
}

/** A game as a table (`GET /api/v1/rooms/:code/results`, host token). */
export interface QuizResults {
  code: string;
  topic: string;
  language: string;
  scoring: "speed" | "accuracy";
  /** Milliseconds since 1970. */
  createdAt: number;
  /** Questions that were revealed, in the order they were asked. */
  questions: ResultQuestion[];
  /** By rank, then by the order of joining. */
  players: ResultPlayer[];
}

export interface ResultQuestion {
  index: number;
  stem: string;
  options: string[];
  right: number;
  because: string;
  origin: "bank" | "ai" | "host";
  /** How many chose each option. */
  counts: number[];
}

export interface ResultPlayer {
  player: number;
  name: string;
  rank: number;
  score: number;
  /** Right answers. */
  right: number;
  left: boolean;
  /** One entry a question of {@link QuizResults.questions}; `null` where no answer was given. */
  answers: (ResultAnswer | null)[];
}

export interface ResultAnswer {
  option: number;
  right: boolean;
  points: number;
  /** Milliseconds that counted, and as received. */
  ms: number;
  rawMs: number;
}

/** A token for one connection over UDP (`POST /api/v1/realms/:realm/datagrams`). Bytes are base64. */
export interface DatagramTicket {
  /** Where to send packets, as `host:port`, in the order in which to try them. */
  addresses: string[];
  /** 1,024 bytes that the server has sealed for itself. */
  token: string;
  /** Of the token: 24 bytes. */
  nonce: string;
  /** Seconds since 1970: after it the token is good for nothing. */
  expiresAt: number;
  /** A connection that was silent for so long is lost. */
  timeoutSeconds: number;
  /** The key of what the client sends, and that of what it is sent: 32 bytes each. */
  toServer: string;
  toClient: string;
}
