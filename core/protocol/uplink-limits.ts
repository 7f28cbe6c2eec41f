/** Limits of uplinks, in one place, with units; `docs/protocol.md` has a table of them. */

/** The version of what is spoken between two directories. */
export const UPLINK_VERSION = 1;
/** A frame either way, in UTF-16 units of its text: more than the fullest delivery takes. */
export const UPLINK_FRAME_MAX_CHARS = 300_000;

/** Events in one frame; as many as a directory delivers at once. */
export const UPLINK_EVENTS_MAX = 100;
/** Kinds of news that all realms of one end listen to together; more are left out. */
export const UPLINK_KINDS_MAX = 256;
/** Realms that a node tells of. */
export const UPLINK_REALMS_MAX = 64;
/** NPCs that a node tells of, in each realm. */
export const UPLINK_NPCS_MAX = 200;
/** Nodes of one installation. */
export const UPLINK_NODES_MAX = 64;
/** Sockets of nodes, those that were not let go yet included. */
export const UPLINK_LINES_MAX = 128;

/** New events that one end takes from the other: a token bucket. What is more waits where it is. */
export const UPLINK_EVENTS_PER_SECOND = 50;
export const UPLINK_EVENTS_BURST = 2_000;
/** Frames of a node that bring no new events: a token bucket, beyond which the socket is closed. */
export const UPLINK_FRAMES_PER_SECOND = 20;
export const UPLINK_FRAMES_BURST = 300;

/** Greetings of all nodes together, each of which is stored: a token bucket. Beyond it a socket is closed, to try later. */
export const UPLINK_HELLOS_PER_SECOND = 2;
export const UPLINK_HELLOS_BURST = 128;

/** A node tells how its realms are at most this often. */
export const UPLINK_TELL_EVERY_MS = 5_000;
/** What changes all the time, as counters do and where NPCs are, is told this often. */
export const UPLINK_TELL_COUNTERS_EVERY_MS = 60_000;
/** A node of which nothing was heard for this long is forgotten, and what waits for it. */
export const UPLINK_FORGET_AFTER_MS = 30 * 86_400_000;

/** A token that lets nodes in has at least so many characters; shorter ones let nobody in. */
export const UPLINK_TOKEN_MIN_CHARS = 16;
