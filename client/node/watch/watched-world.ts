import type { Rapier } from "../../../core/world/physics/engine.ts";
import { Foresight } from "../../../core/world/prediction/foresight.ts";
import type { Scenery } from "../../../core/world/scenery.ts";
import { createHttpApi } from "../../http-api.ts";
import { type MoveWish, still } from "../../motion/move-wish.ts";
import type { MovingMoment } from "../../motion/moving-moment.ts";
import { MovingWorld } from "../../motion/moving-world.ts";
import { RequestError } from "../../request-error.ts";
import {
  createWorldClient,
  type MotionNews,
  type WorldClient,
  type WorldLineOfText,
  type WorldState,
  worldSocketUrl,
} from "../../world-client.ts";
import { lookUpScenery } from "../../world-http.ts";
import type { WorldReply } from "../../world-requests.ts";
import { chooseRealm } from "./choose-realm.ts";
import type { Totals } from "./rates.ts";
import { SnapshotCount } from "./snapshot-count.ts";
import type { Transport } from "./transport.ts";
import { troubleOf, unreachable } from "./trouble.ts";
import type { WatchOptions } from "./watch-options.ts";

/** What a stay needs of its program. */
export interface StayParts {
  transport: Transport;
  /** The engine to foresee one's own body with; `null`: nobody will walk. */
  loadEngine: (() => Rapier) | null;
  /** A number from 0 up to 1. */
  random(): number;
  /** The world tells something in words. */
  onLines(lines: WorldLineOfText[]): void;
}

const ADVANCE_EVERY_MS = 25;
const OWN_NAME = "Watcher";
const NAME_TRIES = 8;

/** Somebody in a world, with all that a player's program has but the pictures. */
export class WatchedWorld {
  readonly scenery: Scenery;
  readonly transport: Transport;
  /** Where one's controls want to go now. */
  askWish: () => MoveWish = () => still;
  /** As whom one came in. */
  name = "";
  readonly #client: WorldClient;
  readonly #motion: MovingWorld;
  readonly #snapshots = new SnapshotCount();
  readonly #timer: NodeJS.Timeout;

  /** Comes in, and watches. Rejects with a `Trouble`. */
  static async enter(options: WatchOptions, parts: StayParts): Promise<WatchedWorld> {
    try {
      return await WatchedWorld.#enter(options, parts);
    } catch (error) {
      throw troubleOf(error, options);
    }
  }

  static async #enter(options: WatchOptions, parts: StayParts): Promise<WatchedWorld> {
    const { origin } = options;
    const realm = await chooseRealm(options);
    const scenery = await lookUpScenery(realm, { origin });
    const token = await createHttpApi({ origin }).createSession();
    const first = Promise.withResolvers<void>();
    const world = new WatchedWorld(scenery, parts, { url: worldSocketUrl(origin, realm), token }, ({ connection }) => {
      if (connection.state === "reconnecting") first.reject(unreachable(parts.transport, options));
    });
    try {
      await Promise.race([world.#client.ready, first.promise]);
      first.promise.catch(() => undefined);
      world.name = await world.#enterAs(options.name, parts.random);
      world.#client.watch(true);
      return world;
    } catch (error) {
      world.stop();
      throw error;
    }
  }

  private constructor(
    scenery: Scenery,
    { transport, loadEngine, onLines }: StayParts,
    { url, token }: { url: string; token: string },
    onChange: (state: WorldState) => void,
  ) {
    this.scenery = scenery;
    this.transport = transport;
    this.#motion = new MovingWorld(scenery, (frame) => this.#client.send(frame));
    if (loadEngine) this.#motion.foresee(new Foresight(loadEngine(), scenery));
    this.#client = createWorldClient({
      url,
      token: async () => token,
      WebSocket: transport.WebSocket,
      loses: transport.loses,
      onChange,
      onLines,
      onMotion: (news) => this.#take(news),
    });
    this.#timer = setInterval(() => this.#motion.advance(performance.now(), this.askWish()), ADVANCE_EVERY_MS);
  }

  get state(): WorldState {
    return this.#client.state;
  }

  /** Which entity one is; `null`: none, or not known yet. */
  get self(): number | null {
    return this.state.scene?.you?.entity ?? null;
  }

  /** Where one looks, of 256, as in moves. */
  get facing(): number {
    const { actors, count } = this.moment();
    const own = actors.find(({ entity }, at) => at < count && entity === this.self);
    return Math.round(((own?.turn ?? 0) / (2 * Math.PI)) * 256) & 255;
  }

  /** How old the baseline of the newest snapshot is, in ticks; `null`: it has none. */
  get baselineTicks(): number | null {
    return this.#snapshots.baselineTicks;
  }

  totals(): Totals {
    return { ...this.transport.travelled(), snapshots: this.#snapshots.count };
  }

  /** Everything that moves, as it is to be shown now. */
  moment(): MovingMoment {
    this.#motion.self = this.self;
    return this.#motion.moment(performance.now());
  }

  nameOf(entity: number): string | null {
    return this.#motion.nameOf(entity);
  }

  /** Rejects with a `RequestError`. Lines of the reply go to `onLines`. */
  command(line: string): Promise<WorldReply> {
    return this.#client.command(line);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#client.stop();
    this.#motion.stop();
  }

  /** Who gave no name takes whatever is free. */
  async #enterAs(name: string | null, random: () => number): Promise<string> {
    for (let tries = 1; ; tries++) {
      const wanted = name ?? (tries === 1 ? OWN_NAME : `${OWN_NAME} ${Math.floor(100 + random() * 900)}`);
      try {
        await this.#client.enter(wanted);
        return wanted;
      } catch (error) {
        const isTaken = error instanceof RequestError && error.code === "NAME_TAKEN";
        if (name !== null || !isTaken || tries === NAME_TRIES) throw error;
      }
    }
  }

  #take(news: MotionNews): void {
    this.#motion.self = this.self;
    if (news.type === "anew") {
      this.#snapshots.reset();
      this.#motion.reset();
    } else if (news.type === "people") this.#motion.people(news.people);
    else {
      this.#snapshots.take(news.bytes);
      this.#motion.take(news.bytes, performance.now());
    }
  }
}
