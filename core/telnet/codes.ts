/** Commands, the bytes after IAC (RFC 854; EOR is of RFC 885). */
export const commands = {
  /** Ends a record: here, a prompt. */
  EOR: 239,
  SE: 240,
  NOP: 241,
  BRK: 243,
  IP: 244,
  AYT: 246,
  EC: 247,
  EL: 248,
  GA: 249,
  SB: 250,
  WILL: 251,
  WONT: 252,
  DO: 253,
  DONT: 254,
  IAC: 255,
} as const;

/** The options that are spoken here. All others are refused. */
export const options = {
  /** RFC 857. */
  ECHO: 1,
  /** Suppress go-ahead, RFC 858. */
  SGA: 3,
  /** RFC 1091, with the MTTS of MUD clients. */
  TTYPE: 24,
  /** RFC 885. */
  EOR: 25,
  /** Window size, RFC 1073. */
  NAWS: 31,
  /** RFC 1572, with the MNES of MUD clients. */
  NEW_ENVIRON: 39,
  /** RFC 2066. */
  CHARSET: 42,
  /** Server status, for directories of MUDs. */
  MSSP: 70,
  /** Compression from the server to the client. */
  MCCP2: 86,
  /** JSON beside the text. */
  GMCP: 201,
} as const;

export type Verb = "WILL" | "WONT" | "DO" | "DONT";

const { IAC, SB, SE } = commands;

/** A command on the wire. */
export function commandBytes(command: "NOP" | "GA" | "EOR"): Uint8Array {
  return Uint8Array.of(IAC, commands[command]);
}

/** One step of a negotiation on the wire. */
export function negotiationBytes(verb: Verb, option: number): Uint8Array {
  return Uint8Array.of(IAC, commands[verb], option);
}

/** A subnegotiation on the wire. A 255 in it is doubled, as everywhere. */
export function subnegotiationBytes(option: number, payload: Uint8Array): Uint8Array {
  return Uint8Array.of(IAC, SB, option, ...doubled(payload), IAC, SE);
}

/** Bytes of text as they go out: 255 is doubled (RFC 854). */
export function doubled(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(IAC)) return bytes;
  return Uint8Array.from([...bytes].flatMap((byte) => (byte === IAC ? [IAC, IAC] : [byte])));
}
