import { type MoveWish, still } from "../client/motion/move-wish.ts";
import type { MovingActor } from "../client/motion/moving-moment.ts";
import { MovingWorld } from "../client/motion/moving-world.ts";
import { DatagramSocket } from "../client/node/datagram-socket.ts";
import { createWorldClient, type MotionNews, type WorldClient, worldSocketUrl } from "../client/world-client.ts";
import { lookUpScenery } from "../client/world-http.ts";
import type { Rapier } from "../core/world/physics/engine.ts";
import { Foresight } from "../core/world/prediction/foresight.ts";

const FRAME_MS = 25;

/** Somebody in a world over UDP, with all that a player's program has but the pictures. */
export class DatagramPerson {
  readonly client: WorldClient;
  readonly motion: MovingWorld;
  wish: MoveWish = still;
  /** Everything that was told in words. */
  readonly lines: string[] = [];
  /** Binary frames that arrived. */
  frames = 0;
  readonly #timer: NodeJS.Timeout;

  /** Enters, and watches. Rejects with a `RequestError`. */
  static async enter(name: string, realm: string, at: { origin: string; tickets?: string; rapier: Rapier }) {
    const session = await fetch(`${at.origin}/api/v1/sessions`, { method: "POST" });
    const { token } = (await session.json()) as { token: string };
    const scenery = await lookUpScenery(realm, { origin: at.origin });
    const person = new DatagramPerson(name, worldSocketUrl(at.tickets ?? at.origin, realm), token, (send) => {
      const motion = new MovingWorld(scenery, send);
      motion.foresee(new Foresight(at.rapier, scenery));
      return motion;
    });
    await person.client.ready;
    person.client.watch(true);
    return person;
  }

  private constructor(
    name: string,
    url: string,
    token: string,
    motion: (send: (frame: object) => boolean) => MovingWorld,
  ) {
    this.motion = motion((frame) => this.client.send(frame));
    this.client = createWorldClient({
      url,
      name,
      token: async () => token,
      WebSocket: DatagramSocket,
      loses: true,
      onLines: (lines) => this.lines.push(...lines.map(({ text }) => text)),
      onMotion: (news) => this.#take(news),
    });
    this.#timer = setInterval(() => this.motion.advance(performance.now(), this.wish), FRAME_MS);
  }

  get entity(): number {
    return this.client.state.scene?.you?.entity ?? -1;
  }

  /** Somebody, as this person sees them now. */
  sees(entity: number): MovingActor | undefined {
    const { actors, count } = this.motion.moment(performance.now());
    const found = actors.slice(0, count).find((one) => one.entity === entity);
    return found && { ...found };
  }

  stop(): void {
    clearInterval(this.#timer);
    this.client.stop();
    this.motion.stop();
  }

  #take(news: MotionNews): void {
    this.motion.self = this.entity;
    if (news.type === "anew") this.motion.reset();
    else if (news.type === "people") this.motion.people(news.people);
    else {
      this.frames += 1;
      this.motion.take(news.bytes, performance.now());
    }
  }
}
