/** What one telnet server takes, and one connection of it. */
export interface TelnetLimits {
  connectionsMax: number;
  /** A school or a household is one address. */
  connectionsPerAddressMax: number;
  bytesPerSecond: number;
  bytesBurst: number;
  linesPerSecond: number;
  /** Also the most that is read of lines pasted at once. */
  linesBurst: number;
  /** Lines over the measure that are passed over before the connection is closed. */
  linesDroppedMax: number;
  /** From connecting until one has come in under a name. */
  loginMs: number;
  /** Without a line or a message. */
  idleMs: number;
  /** Beyond it the other end is taken not to read. */
  unsentMaxBytes: number;
  /** How long a connection has to take its last words. */
  goodbyeMs: number;
}

export const telnetLimits: TelnetLimits = {
  connectionsMax: 500,
  connectionsPerAddressMax: 20,
  bytesPerSecond: 4_096,
  bytesBurst: 65_536,
  linesPerSecond: 10,
  linesBurst: 60,
  linesDroppedMax: 200,
  loginMs: 3 * 60_000,
  idleMs: 60 * 60_000,
  unsentMaxBytes: 256 * 1_024,
  goodbyeMs: 2_000,
};
