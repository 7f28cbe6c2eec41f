/** What of an event says where it stands among all that a realm is sent. */
interface Placed {
  sequence: number;
  after: number;
}

/** What a realm makes of a delivery. */
export interface Received<E extends Placed> {
  /** To be applied, in this order, together with `heard`. */
  events: E[];
  /** The sequence through which everything is applied then: to be kept with the realm's state, and acknowledged. */
  heard: number;
  /** How many were dropped because they had waited too long: they will never come. */
  lost: number;
  /** Something before these is still to come: the delivery is to be refused, so that it is sent from there. */
  isEarly: boolean;
}

/**
 * The receiving half of "exactly once": drops what was applied before, and sees what is missing. Applying the events
 * and keeping `heard` must be one: both durable or neither.
 * @param heard the sequence through which this realm has applied events; 0: none
 */
export function receive<E extends Placed>(heard: number, delivery: readonly E[]): Received<E> {
  const received: Received<E> = { events: [], heard, lost: 0, isEarly: false };
  for (const event of delivery) {
    if (event.sequence <= received.heard) continue;
    if (event.after > received.heard) {
      received.isEarly = true;
      return received;
    }
    received.lost += event.sequence - received.heard - 1;
    received.heard = event.sequence;
    received.events.push(event);
  }
  return received;
}
