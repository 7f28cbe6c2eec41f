import {
  Color,
  DynamicDrawUsage,
  Group,
  InstancedBufferAttribute,
  InstancedMesh,
  type Material,
  Matrix4,
  Quaternion,
  Vector3,
} from "three";
import type { MovingActor } from "../../../client/motion/moving-moment.ts";
import type { Scenery } from "../../../core/world/scenery.ts";
import { FURNITURE, looks } from "./colours.ts";
import type { Vec } from "./draft.ts";
import type { ModelName } from "./thing-models.ts";
import { modelFor, modelGeometry, sizeOfShape } from "./thing-shapes.ts";

/** As thick as a door is. */
const DOOR_M = 0.07;

/** A thing of the scenery as it is drawn. */
export interface ThingLook {
  model: ModelName;
  size: Vec;
  colour: Color;
}

/** Doors, props and items: instances, one draw call for each model in use. */
export interface Things {
  group: Group;
  /** How a thing is drawn; `null`: the scenery has none such. */
  lookOf(actor: MovingActor): ThingLook | null;
  begin(): void;
  add(actor: MovingActor, look: ThingLook, lamp: ArrayLike<number>): void;
  end(): void;
  stop(): void;
}

interface Batch {
  mesh: InstancedMesh;
  lamp: InstancedBufferAttribute;
  count: number;
  capacity: number;
  /** A sum over all that was added, and what it was when the graphics chip was told last. */
  sum: number;
  told: number;
}

/** Room for all things of a scenery, and for `spare` more of every model. */
export function createThings(scenery: Scenery, material: Material, spare = 0): Things {
  const looksOf = {
    door: scenery.doors.map(({ width, height, material: of }) =>
      lookFor("door", [width - 0.04, height - 0.02, DOOR_M], of),
    ),
    prop: scenery.props.map(({ title, shape, material: of }) =>
      lookFor(modelFor(title, shape, of), sizeOfShape(shape), of),
    ),
    item: scenery.items.map(({ title, shape, material: of }) =>
      lookFor(modelFor(title, shape, of), sizeOfShape(shape), of),
    ),
  };
  const group = new Group();
  const counts = new Map<ModelName, number>();
  for (const { model } of Object.values(looksOf).flat()) counts.set(model, (counts.get(model) ?? spare) + 1);
  const batches = new Map<ModelName, Batch>();
  for (const [model, capacity] of counts) {
    const batch = batchFor(model, material, capacity);
    batches.set(model, batch);
    group.add(batch.mesh);
  }
  const [matrix, turn, place, size] = [new Matrix4(), new Quaternion(), new Vector3(), new Vector3()];
  return {
    group,
    lookOf: ({ kind, plan }) => (kind === "player" || kind === "npc" ? null : (looksOf[kind][plan] ?? null)),
    begin: () => {
      for (const batch of batches.values()) Object.assign(batch, { count: 0, sum: 0 });
    },
    add: (actor, look, lamp) => {
      const batch = batches.get(look.model);
      if (!batch || batch.count >= batch.capacity) return;
      matrix.compose(
        place.set(actor.x, actor.y, actor.z),
        turn.set(actor.qx, actor.qy, actor.qz, actor.qw),
        size.set(...look.size),
      );
      batch.mesh.setMatrixAt(batch.count, matrix);
      batch.mesh.setColorAt(batch.count, look.colour);
      batch.lamp.setXYZW(batch.count, lamp[0] ?? 0, lamp[1] ?? 0, lamp[2] ?? 0, lamp[3] ?? 0);
      batch.count += 1;
      const { x, y, z, qx, qy, qz, qw, plan } = actor;
      const turned = qx * 11 + qy * 13 + qz * 17 + qw * 19;
      const shone = (lamp[0] ?? 0) * 23 + (lamp[1] ?? 0) * 29 + (lamp[2] ?? 0) * 31;
      batch.sum = batch.sum * 1.01 + x * 3 + y * 5 + z * 7 + turned + shone + plan + 1;
    },
    end: () => {
      for (const batch of batches.values()) upload(batch);
    },
    stop: () => {
      for (const { mesh } of batches.values()) {
        mesh.geometry.dispose();
        mesh.dispose();
      }
    },
  };
}

function lookFor(model: ModelName, size: Vec, material: keyof typeof looks): ThingLook {
  const { colour, other, spread } = looks[material];
  const pale = material === "oak" || material === "pine" || material === "bark" ? FURNITURE : 1;
  const part = (i: 0 | 1 | 2) => (colour[i] + (other[i] - colour[i]) * spread * 0.4) * pale;
  // A fire's model has its own colours.
  const painted = model === "fire" ? new Color(1, 1, 1) : new Color(part(0), part(1), part(2));
  return { model, size, colour: painted };
}

function batchFor(model: ModelName, material: Material, capacity: number): Batch {
  const geometry = modelGeometry(model);
  const lamp = new InstancedBufferAttribute(new Float32Array(capacity * 4), 4);
  lamp.setUsage(DynamicDrawUsage);
  geometry.setAttribute("iLamp", lamp);
  const mesh = new InstancedMesh(geometry, material, capacity);
  mesh.instanceMatrix.setUsage(DynamicDrawUsage);
  mesh.frustumCulled = false;
  mesh.matrixAutoUpdate = false;
  return { mesh, lamp, count: 0, capacity, sum: 0, told: Number.NaN };
}

/** Most things rest: what is as it was need not be told again. */
function upload(batch: Batch): void {
  const { mesh, lamp, count, sum, told } = batch;
  mesh.count = count;
  mesh.visible = count > 0;
  if (count === 0 || sum === told) return;
  batch.told = sum;
  for (const attribute of [mesh.instanceMatrix, mesh.instanceColor, lamp]) {
    if (!attribute) continue;
    attribute.clearUpdateRanges();
    attribute.addUpdateRange(0, count * attribute.itemSize);
    attribute.needsUpdate = true;
  }
}
