/** Limits of the quiz and its wire, in one place, with units. `limits.test.ts` asserts that they fit together. */
export const PROTOCOL_VERSION = 1;

/** A client frame, in UTF-16 units of its text. */
export const FRAME_MAX_CHARS = 4_096;
/** An HTTP request body. */
export const BODY_MAX_BYTES = 8_192;

export const ROOM_MAX_PLAYERS = 9_000;
/** Sockets of every role; beyond it a socket is refused. */
export const ROOM_MAX_CONNECTIONS = 9_500;
export const TOPIC_MAX_CHARS = 100;
export const QUESTIONS_MIN = 1;
export const QUESTIONS_MAX = 50;
export const SECONDS_MIN = 5;
export const SECONDS_MAX = 120;

export const NAME_MAX_GRAPHEMES = 24;
/** Before normalisation: a name with more UTF-16 units than this is not even looked at. */
export const NAME_MAX_CHARS = 200;

export const STEM_MAX_CHARS = 200;
export const OPTION_MAX_CHARS = 80;
export const EXPLANATION_MAX_CHARS = 300;
export const OPTIONS = 4;

/** "Get ready", before the first question and between later ones. */
export const COUNTDOWN_FIRST_MS = 2_500;
export const COUNTDOWN_NEXT_MS = 1_500;
/** A question is sent this long before it opens, so that every device opens it at the same moment. */
export const OPENING_LEAD_MS = 300;
/** After a restart that dropped everybody, no question closes early for this long. */
export const RETURN_GRACE_MS = 5_000;
/** A client whose clock is this much ahead may answer before the server's opening; it counts as the fastest. */
export const OPENING_TOLERANCE_MS = 50;
/** How long reveal and standings stay with auto-advance. */
export const REVEAL_MS = 7_000;
export const STANDINGS_MS = 5_000;
/** A game whose host is gone goes on by itself after this. */
export const HOST_GRACE_MS = 15_000;
/** While a game waits for its host, the host's presence is looked at this often. */
export const HOST_CHECK_MS = 60_000;
/** The most that latency compensation gives back. */
export const COMPENSATION_MAX_MS = 150;
/** Nobody reads and answers faster than this. */
export const REACTION_MIN_MS = 150;
/** Full points up to here. */
export const FULL_POINTS_MS = 500;
export const POINTS_MAX = 1_000;
export const STREAK_STEP = 100;
export const STREAK_MAX = 500;

/** The whole time the AI has for a room's questions. */
export const GENERATION_MS = 20_000;
/** The first questions are asked for alone, so that they are there at Start. */
export const GENERATION_FIRST = 3;
export const GENERATION_BATCH = 10;

/** A room nobody touched for this long is deleted. */
export const ROOM_IDLE_MS = 24 * 3_600_000;
/** The deletion deadline is moved at most this often, so that an event rarely moves the alarm. */
export const ROOM_IDLE_STEP_MS = 3_600_000;

/** Clients ping this often while the page is visible; see {@link SILENT_AFTER_MS}. */
export const PING_EVERY_MS = 15_000;
/** A connection silent for this long counts as absent at the next event or deadline. */
export const SILENT_AFTER_MS = 45_000;
/** Silence and unauthenticated sockets are looked for at most this often, at events. */
export const SWEEP_EVERY_MS = 5_000;
/** A socket that has not said hello by then is closed at the next event. */
export const HELLO_WITHIN_MS = 15_000;

/** A client acknowledges once this many states have come since its last acknowledgement. */
export const ACK_AFTER_STATES = 8;
/** With this many states unacknowledged a client gets no more until it acknowledges; then one whole state. */
export const UNACKED_STATES_MAX = 32;
/** After this many withheld states the connection is closed as TOO_SLOW. */
export const WITHHELD_STATES_MAX = 64;

/** Message budget of a connection: a token bucket. */
export const MESSAGES_PER_SECOND = 10;
export const MESSAGES_BURST = 40;
/** The same in worlds, where people steer their bodies. */
export const WORLD_MESSAGES_PER_SECOND = 30;
export const WORLD_MESSAGES_BURST = 90;
/** A move may ask to take effect so many ticks ahead; beyond it takes effect at once. */
export const MOVE_AHEAD_TICKS_MAX = 10;
/** Most of a frame of motion, what goes before its snapshot included. */
export const MOTION_FRAME_MAX_BYTES = 1_200;
/** The same for connections that may lose it: with what UDP puts before it, it goes into one packet. */
export const MOTION_FRAME_LOSSY_MAX_BYTES = 1_100;
/** Clients say at least this often which snapshots have arrived. */
export const SEEN_EVERY_TICKS = 10;
/** The same for connections that may lose snapshots: the newest one that arrived is what later ones build on. */
export const SEEN_LOSSY_EVERY_TICKS = 2;
/** A client that has not done so for this many ticks gets every fourth snapshot, later every 20th, then none. */
export const SEEN_FEWER_TICKS = 20;
export const SEEN_RARE_TICKS = 40;
export const SEEN_NONE_TICKS = 100;
/** And is let go as TOO_SLOW. */
export const SEEN_CLOSE_TICKS = 600;
/** Unusable or over-budget messages after which a connection is closed. */
export const BAD_MESSAGES_MAX = 50;
/** Frames kept for a connection while its token is being checked. */
export const HELLO_QUEUE_MAX = 4;

/** A deadline closer than this gets a timer besides the alarm, while the room is awake. */
export const TIMER_UNDER_MS = 10_000;
/** Facts of this long are committed together when they come fast. */
export const COMMIT_EVERY_MS = 40;
/** Roster changes go to hosts and screens, and the lobby's count to players, at most this often. */
export const ROSTER_EVERY_MS = 300;
export const LOBBY_COUNT_EVERY_MS = 1_000;
/** Rows of one roster frame. */
export const ROSTER_ROWS_MAX = 500;
/** Names in the standings and on the podium. */
export const STANDINGS_ROWS = 10;
