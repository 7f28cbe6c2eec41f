import { FRAME_MAX_CHARS, MOTION_FRAME_LOSSY_MAX_BYTES } from "../protocol/limits.ts";

/** Limits of the protocol over UDP, in one place, with units; `docs/protocol.md` lists them. `limits.test.ts` asserts that they fit. */

/** What every path of IPv6 carries without cutting it up: 1,280 bytes, less the heads of IPv6 and UDP. */
export const PACKET_MAX_BYTES = 1_232;
/** Of a payload packet, before it is sealed. */
export const PAYLOAD_MAX_BYTES = 1_200;
/** Text of the reliable channel is cut into pieces of so much. */
export const FRAGMENT_BYTES = 1_024;
/** A message that is not sent again: a motion frame of those that may be lost fits. */
export const UNRELIABLE_MAX_BYTES = MOTION_FRAME_LOSSY_MAX_BYTES;
/** A longer input goes by the reliable channel. */
export const INPUT_MAX_BYTES = 140;
/** Inputs that are repeated until they are acknowledged; of more the oldest are given up. */
export const INPUTS_REPEATED_MAX = 8;
/** An input that is not acknowledged is repeated after this, where nothing else is sent before. */
export const INPUT_REPEAT_MS = 50;

/** A text to the server, in UTF-8. */
export const TEXT_TO_SERVER_MAX_BYTES = FRAME_MAX_CHARS * 4;
/** A text to a client. */
export const TEXT_TO_CLIENT_MAX_BYTES = 393_216;
/** Text that one side holds for the other until it is acknowledged. */
export const UNSENT_TO_SERVER_MAX_BYTES = 65_536;
export const UNSENT_TO_CLIENT_MAX_BYTES = 524_288;
/** The same of all connections of a server together. */
export const UNSENT_IN_ALL_MAX_BYTES = 67_108_864;

/** From the oldest fragment that is not acknowledged to the newest that was sent: at most so many numbers… */
export const SPAN_MAX_FRAGMENTS = 256;
/** …and bytes, which a receiver may have to keep. */
export const SPAN_MAX_BYTES = 65_536;
/** Of these are under way at most so much: in full packets so few that the acknowledgement of each is among 33. */
export const IN_FLIGHT_MAX_BYTES = 32_768;
/** How much it is at first, and at least where much is lost. */
export const IN_FLIGHT_FIRST_BYTES = 8_192;
export const IN_FLIGHT_MIN_BYTES = 4_096;

/** Wait before a fragment is sent again, while no round trip is known… */
export const RESEND_FIRST_MS = 400;
/** …and never less or more than this. */
export const RESEND_MIN_MS = 100;
export const RESEND_MAX_MS = 2_000;
/** What wants an acknowledgement gets it after this many packets, or after this long. */
export const ACK_AFTER_PACKETS = 8;
export const ACK_WITHIN_MS = 20;

/** Sequence numbers that a receiver remembers: one that is older, or came before, is a replay. */
export const REPLAY_WINDOW = 256;
/** Where a connection's sequence numbers end, and the connection with them. */
export const SEQUENCE_END = 4_294_967_296;
/** Numbers of challenges and denials, of one count for all clients, begin here. */
export const CHALLENGES_FROM = 140_737_488_355_328;
/** Challenges older than so many others are not taken any more. */
export const CHALLENGES_REMEMBERED = 65_536;

/** A connect token is good for this long. */
export const TOKEN_LIFETIME_SECONDS = 30;
/** A connection from which nothing authentic was heard for this long is lost. */
export const TIMEOUT_SECONDS = 10;
/** Whoever sent nothing for this long sends a keepalive. */
export const KEEPALIVE_EVERY_MS = 1_000;
/** A client repeats its request or response so often… */
export const HANDSHAKE_EVERY_MS = 200;
/** …goes on to the next address after this, and gives up after this. */
export const ADDRESS_WITHIN_MS = 2_000;
export const CONNECT_WITHIN_MS = 9_000;
/** Whoever closes waits so long for what was said before to be acknowledged. */
export const LINGER_MS = 3_000;
/** Then it says so, so often, at this distance. */
export const DISCONNECTS = 6;
export const DISCONNECT_EVERY_MS = 40;

/** Connections of a server, and of one address. */
export const CONNECTIONS_MAX = 400;
export const CONNECTIONS_PER_ADDRESS_MAX = 200;
/** Requests and responses that are looked into, of one address. */
export const HANDSHAKES_PER_SECOND = 50;
export const HANDSHAKES_BURST = 200;
/** And of all: each costs the opening of a seal, which is all that a flood of good-looking ones can buy. */
export const HANDSHAKES_IN_ALL_PER_SECOND = 2_000;
export const HANDSHAKES_IN_ALL_BURST = 2_000;
/** Packets under a connection's address whose seal does not open, a second; beyond it that address is not heard for the rest of it. */
export const FORGERIES_PER_SECOND = 200;
/** Addresses whose handshakes are counted; beyond it the one unseen for longest is forgotten. */
export const ADDRESSES_COUNTED_MAX = 4_096;
/** Tokens that were used and have not expired; with more of them nobody is let in. */
export const USED_TOKENS_MAX = 8_192;
/** A server and a client look at the time so often. */
export const DATAGRAM_TICK_MS = 10;
