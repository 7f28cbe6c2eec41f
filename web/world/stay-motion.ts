import { still } from "../../client/motion/move-wish.ts";
import { MovingWorld } from "../../client/motion/moving-world.ts";
import type { MotionNews } from "../../client/world-client.ts";
import { lookUpScenery } from "../../client/world-http.ts";
import { TICK_MS } from "../../core/world/inputs.ts";
import { Foresight } from "../../core/world/prediction/foresight.ts";
import type { Scenery } from "../../core/world/scenery.ts";
import { minuteOf } from "../../core/world/shard/time-of-day.ts";
import { loadEngine } from "./engine.ts";
import type { StageMoment, StageSource } from "./stage/stage-source.ts";
import type { WorldStay } from "./world-stay.ts";

const NOON = 720;
/** Scenes tell the time by halves of an hour; this device's clock tells it by minutes, if it is about right. */
const SCENE_MINUTES = 30;

/** What moves in a stay: told by the shard while somebody looks, shown to a stage, and steered by its controls. */
export class StayMotion implements StageSource {
  readonly scenery: Scenery;
  readonly #stay: WorldStay;
  readonly #world: MovingWorld;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #onShown = () => this.#look();
  #isStopped = false;

  /** Asks for the scenery, and begins. Rejects with a `RequestError`. The engine follows, and then one's body is foreseen. */
  static async begin(stay: WorldStay): Promise<StayMotion> {
    return new StayMotion(stay, await lookUpScenery(stay.realm.realm));
  }

  private constructor(stay: WorldStay, scenery: Scenery) {
    this.#stay = stay;
    this.scenery = scenery;
    this.#world = new MovingWorld(scenery, (frame) => stay.client.send(frame));
    this.#timer = setInterval(() => this.#advance(performance.now()), TICK_MS / 2);
    document.addEventListener("visibilitychange", this.#onShown);
    this.#look();
    void this.#foresee();
  }

  /** The shard tells of motion. */
  take(news: MotionNews): void {
    this.#world.self = this.#self;
    if (news.type === "anew") this.#world.reset();
    else if (news.type === "people") this.#world.people(news.people);
    else this.#world.take(news.bytes, performance.now());
  }

  moment(nowMs: number): StageMoment {
    this.#world.self = this.#self;
    this.#advance(nowMs);
    return Object.assign(this.#world.moment(nowMs), { minute: this.#minute, self: this.#self });
  }

  nameOf(entity: number): string | null {
    return this.#world.nameOf(entity);
  }

  /** Nobody looks any more. */
  stop(): void {
    this.#isStopped = true;
    clearInterval(this.#timer);
    document.removeEventListener("visibilitychange", this.#onShown);
    this.#stay.client.watch(false);
    this.#world.stop();
  }

  get #self(): number | null {
    return this.#stay.state.value.scene?.you?.entity ?? null;
  }

  get #minute(): number {
    const told = this.#stay.state.value.scene?.minute ?? NOON;
    const here = minuteOf(Date.now());
    return here >= told && here < told + SCENE_MINUTES ? here : told;
  }

  /** Nobody who does not look is told of motion. */
  #look(): void {
    this.#stay.client.watch(document.visibilityState !== "hidden");
  }

  #advance(nowMs: number): void {
    this.#world.advance(nowMs, this.#stay.askWish.value?.() ?? still);
  }

  /** Where the engine cannot be had, one is shown where the shard has one. */
  async #foresee(): Promise<void> {
    try {
      const engine = await loadEngine();
      if (!this.#isStopped) this.#world.foresee(new Foresight(engine, this.scenery));
    } catch (error) {
      console.warn("the physics engine cannot be loaded: your steps are shown when the world has made them", error);
      if (!this.#isStopped) this.#world.steerOnly();
    }
  }
}
