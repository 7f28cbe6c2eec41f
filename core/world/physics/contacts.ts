import { type BodyId, LAND } from "./bodies.ts";
import type { Engine } from "./engine.ts";

/** Two bodies began or ceased to touch, or something is in a sensor or no longer (then `a` is the sensor). */
export interface Contact {
  a: BodyId;
  /** {@link LAND} for all that is built. */
  b: BodyId;
  began: boolean;
}

/**
 * Gathers the engine's events of one tick. The engine tells them in the order of its own tables, which a restore may
 * change; here they come by `a`, then `b`, and those of one pair as they happened.
 */
export class ContactLog {
  #contacts: Contact[] = [];

  gather(engine: Engine): void {
    engine.queue.drainCollisionEvents((one, other, began) => {
      const [a, b] = [this.#body(engine, one), this.#body(engine, other)];
      // What was removed has left everything: its owner knows.
      if (a === null || b === null) return;
      this.#contacts.push(isFirst(engine, a, b) ? { a, b, began } : { a: b, b: a, began });
    });
  }

  #body({ byCollider, world }: Engine, collider: number): BodyId | null {
    return byCollider.get(collider) ?? (world.colliders.contains(collider) ? LAND : null);
  }

  take(): readonly Contact[] {
    const contacts = this.#contacts.sort((x, y) => x.a - y.a || x.b - y.b);
    this.#contacts = [];
    return contacts;
  }
}

function isFirst({ store }: Engine, a: BodyId, b: BodyId): boolean {
  const [sensesA, sensesB] = [store.has(a, "sensor"), store.has(b, "sensor")];
  if (sensesA !== sensesB) return sensesA;
  return b === LAND || (a !== LAND && a < b);
}
