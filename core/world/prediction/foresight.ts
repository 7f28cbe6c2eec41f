import type { RigidBody } from "@dimforge/rapier3d-deterministic";
import { indexOf } from "../../ecs/entity.ts";
import { fixedPieces } from "../fixed-pieces.ts";
import type { BodyId } from "../physics/bodies.ts";
import { grouped, type Rapier } from "../physics/engine.ts";
import { DOOR_GAP_M, DOOR_THICKNESS_M, SKIN_M } from "../physics/numbers.ts";
import { panelReach } from "../physics/obstacles.ts";
import { Physics } from "../physics/physics.ts";
import { reachOf, shapeDesc } from "../physics/shapes.ts";
import type { Shape } from "../realm-map.ts";
import type { Scenery } from "../scenery.ts";
import { CHARACTER_HEIGHT_M, CHARACTER_RADIUS_M } from "../world-schema.ts";

/** How somebody's own body stands: their feet, in metres, and metres a second upward. */
export interface OwnState {
  x: number;
  y: number;
  z: number;
  speedY: number;
  grounded: boolean;
}

/** What somebody wants their body to do in a tick: metres a second along x and z. */
export interface OwnWish {
  x: number;
  z: number;
  jump: boolean;
}

/** Something in the way that others move: a door or a prop, by its place in the scenery's list. `pose`: its middle, and a rotation. */
export interface Obstacle {
  kind: "door" | "prop";
  plan: number;
  pose: Float32Array;
}

/**
 * One's own body in a copy of the realm, moved by the same engine and the same code as in the shard: what one wants can be
 * seen at once, and is right nearly always. Doors and props stand where the shard last said.
 */
export class Foresight {
  readonly #physics: Physics;
  readonly #self: BodyId;
  readonly #rapier: Rapier;
  readonly #scenery: Scenery;
  readonly #obstacles = new Map<string, RigidBody>();

  /** The engine keeps memory for it: call {@link free} at the end. */
  constructor(rapier: Rapier, scenery: Scenery) {
    this.#rapier = rapier;
    this.#scenery = scenery;
    this.#physics = Physics.create(rapier, fixedPieces(scenery));
    this.#self = this.#physics.addCharacter(CHARACTER_HEIGHT_M, CHARACTER_RADIUS_M, scenery.spawn.at);
  }

  get state(): OwnState {
    const { pose, character } = this.#physics.columns;
    const index = indexOf(this.#self);
    return {
      x: pose.x[index] ?? 0,
      y: (pose.y[index] ?? 0) - CHARACTER_HEIGHT_M / 2,
      z: pose.z[index] ?? 0,
      speedY: character.speedY[index] ?? 0,
      grounded: character.grounded[index] === 1,
    };
  }

  /** Stands as the shard has it. */
  set(state: OwnState): void {
    const { x, y, z, speedY, grounded } = state;
    // Who is put down is put down with their skin.
    this.#physics.setCharacter(this.#self, [x, y - SKIN_M, z], speedY, grounded);
  }

  /** One tick. */
  step({ x, z, jump }: OwnWish): void {
    this.#physics.moveCharacter(this.#self, x, z, jump);
    this.#physics.step();
  }

  /** Where something stands that may be in the way. */
  put({ kind, plan, pose }: Obstacle): void {
    const name = `${kind} ${plan}`;
    const known = this.#obstacles.get(name) ?? this.#make(kind, plan, pose);
    if (!known) return;
    this.#obstacles.set(name, known);
    const at = known.translation();
    const [x = 0, y = 0, z = 0, qx = 0, qy = 0, qz = 0, qw = 1] = pose;
    this.#physics.parts.obstacles.put(name, x, z, this.#reachOf(kind, plan));
    const q = known.rotation();
    if (at.x === x && at.y === y && at.z === z && q.x === qx && q.y === qy && q.z === qz && q.w === qw) return;
    known.setTranslation({ x, y, z }, false);
    known.setRotation({ x: qx, y: qy, z: qz, w: qw }, false);
  }

  free(): void {
    this.#physics.free();
  }

  #make(kind: Obstacle["kind"], plan: number, pose: Float32Array): RigidBody | null {
    const shape = kind === "door" ? this.#panel(plan) : this.#movable(plan);
    if (!shape) return null;
    const { world } = this.#physics.parts;
    const [x = 0, y = 0, z = 0, qx = 0, qy = 0, qz = 0, qw = 1] = pose;
    // Where it is from the first: the engine looks at a body that was moved only after its next step.
    const desc = this.#rapier.RigidBodyDesc.kinematicPositionBased().setTranslation(x, y, z);
    const body = world.createRigidBody(desc.setRotation({ x: qx, y: qy, z: qz, w: qw }));
    world.createCollider(grouped(shapeDesc(this.#rapier, shape), kind), body);
    return body;
  }

  #reachOf(kind: Obstacle["kind"], plan: number): number {
    const shape = kind === "door" ? this.#panel(plan) : this.#movable(plan);
    if (!shape) return 0;
    return kind === "door" && shape.type === "box" ? panelReach(shape.size[0]) : reachOf(shape);
  }

  #panel(plan: number): Shape | null {
    const door = this.#scenery.doors[plan];
    if (!door) return null;
    return { type: "box", size: [door.width - 2 * DOOR_GAP_M, door.height - DOOR_GAP_M, DOOR_THICKNESS_M] };
  }

  /** Fixed props are part of what is built. */
  #movable(plan: number): Shape | null {
    const prop = this.#scenery.props[plan];
    return prop && !prop.fixed ? prop.shape : null;
  }
}
