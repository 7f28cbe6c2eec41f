/** What has gone in and out of a room: how a test knows that everything has arrived. */
export class TrafficCount {
  /** Frames from clients that the room has dealt with. */
  received = 0;
  /** Frames to each connection. */
  sent: Record<string, number> = {};
}
