import type { ColliderDesc } from "@dimforge/rapier3d-deterministic";
import type { JsonValue } from "../../ecs/schema.ts";
import type { Point, Shape } from "../realm-map.ts";
import type { Rapier } from "./engine.ts";

export function shapeDesc({ ColliderDesc }: Rapier, shape: Shape): ColliderDesc {
  switch (shape.type) {
    case "box":
      return ColliderDesc.cuboid(shape.size[0] / 2, shape.size[1] / 2, shape.size[2] / 2);
    case "cylinder":
      return ColliderDesc.cylinder(shape.height / 2, shape.radius);
    case "ball":
      return ColliderDesc.ball(shape.radius);
  }
}

/** Where the middle of a shape is whose base's middle is here. */
export function middleOf(shape: Shape, [x, y, z]: Point): Point {
  return [x, y + heightOf(shape) / 2, z];
}

export function heightOf(shape: Shape): number {
  if (shape.type === "box") return shape.size[1];
  return shape.type === "cylinder" ? shape.height : 2 * shape.radius;
}

/** How far a shape reaches from its middle, however it lies. */
export function reachOf(shape: Shape): number {
  if (shape.type === "ball") return shape.radius;
  if (shape.type === "cylinder") return Math.sqrt(shape.radius ** 2 + (shape.height / 2) ** 2);
  const [x, y, z] = shape.size;
  return Math.sqrt(x * x + y * y + z * z) / 2;
}

/** A shape that was kept as JSON; `null` if it is none. */
export function shapeFrom(json: JsonValue): Shape | null {
  if (json === null || typeof json !== "object" || Array.isArray(json)) return null;
  const { type, size, radius, height } = json;
  if (type === "box" && Array.isArray(size)) {
    const [x, y, z] = size;
    return isLength(x) && isLength(y) && isLength(z) ? { type, size: [x, y, z] } : null;
  }
  if (type === "ball" && isLength(radius)) return { type, radius };
  return type === "cylinder" && isLength(radius) && isLength(height) ? { type, radius, height } : null;
}

function isLength(value: JsonValue | undefined): value is number {
  return typeof value === "number" && value > 0 && Number.isFinite(value);
}
