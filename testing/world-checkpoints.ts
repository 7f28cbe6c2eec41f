import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { RealmMap } from "../core/world/realm-map.ts";
import type { WorldCheckpoint } from "../core/world/world-log.ts";
import { smallRealm } from "./small-realm.ts";
import type { Story } from "./small-world.ts";

const folder = new URL("fixtures/", import.meta.url);

/** Numbers of the checkpoints that are kept: one of every schema that was released. */
export const releasedForms: readonly number[] = readdirSync(folder)
  .flatMap((name) => /^world-checkpoint-(\d+)\.json$/.exec(name)?.[1] ?? [])
  .map(Number)
  .sort((a, b) => a - b);

/** A checkpoint of {@link playScene} as a released version wrote it. The first has no portable part. */
export function releasedCheckpoint(form: number): WorldCheckpoint {
  const text = readFileSync(new URL(`world-checkpoint-${form}.json`, folder), "utf8");
  const { tick, made, bytes } = JSON.parse(text) as { tick: number; made: string; bytes: string };
  return { tick, made, bytes: Uint8Array.from(Buffer.from(bytes, "base64")) };
}

/** Keeps a checkpoint under the next number. Gives its file. */
export function keepCheckpoint({ tick, made, bytes }: WorldCheckpoint): string {
  const file = new URL(`world-checkpoint-${(releasedForms.at(-1) ?? 0) + 1}.json`, folder);
  writeFileSync(file, `${JSON.stringify({ tick, made, bytes: Buffer.from(bytes).toString("base64") }, null, 2)}\n`);
  return file.pathname;
}

/**
 * Anna opens the oak door and stands in the yard with the brass key; Old Ben sits on the bench in the hall with a clay
 * mug, has rung the bell twice and has muted Cleo, who sleeps there. It is dark, and the lantern is lit.
 */
export function playScene(told: Story): void {
  const [anna, ben, cleo] = [
    told.enter("s-anna", "Anna"),
    told.enter("s-ben", "Old Ben"),
    told.enter("s-cleo", "Cleo"),
  ];
  told.type(anna, "north");
  told.until(() => told.areaOf(anna) === "yard");
  for (let i = 0; i < 60; i++) told.step();
  for (const line of ["get key", "push barrel"]) told.type(anna, line);
  const ring = ["get mug", "use bell", "use bell", "say who keeps the bell?", "mute cleo", "sit on bench"];
  for (const line of ring) told.type(ben, line);
  for (const line of ["call is anybody there?", "tell cleo the key is mine"]) told.type(anna, line);
  told.step([{ type: "time", minute: 1_230 }]);
  for (let i = 0; i < 30; i++) told.step();
  told.step([{ type: "sleep", member: cleo }]);
  for (let i = 0; i < 10; i++) told.step();
}

/** The same with another last section: the portable part. */
export function withPortable(checkpoint: WorldCheckpoint, change: (json: string) => string): WorldCheckpoint {
  return withSection(checkpoint, 3, change);
}

/** The same with other facts. */
export function withFacts(checkpoint: WorldCheckpoint, change: (json: string) => string): WorldCheckpoint {
  return withSection(checkpoint, 0, change);
}

/** The same with another engine's snapshot, as text of one byte a character. */
export function withBodies(checkpoint: WorldCheckpoint, change: (bytes: string) => string): WorldCheckpoint {
  return withSection(checkpoint, 2, change);
}

function withSection(checkpoint: WorldCheckpoint, section: number, change: (json: string) => string): WorldCheckpoint {
  const { bytes } = checkpoint;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  for (let before = 0; before < section; before++) at += 4 + view.getUint32(at, true);
  const end = at + 4 + view.getUint32(at, true);
  const changed = Buffer.from(change(Buffer.from(bytes.subarray(at + 4, end)).toString("latin1")), "latin1");
  const length = Buffer.alloc(4);
  length.writeUInt32LE(changed.length);
  const whole = Buffer.concat([bytes.subarray(0, at), length, changed, bytes.subarray(end)]);
  return { ...checkpoint, bytes: Uint8Array.from(whole) };
}

/** The same, made by an engine that is not this one. */
export function ofOtherEngine(checkpoint: WorldCheckpoint): WorldCheckpoint {
  return { ...checkpoint, made: checkpoint.made.replace(/engine=[^;]*/, "engine=rapier 0.0.1") };
}

/** The small realm after some carpentry: its lists in another order, and whatever else is asked for. */
export function changedRealm(change: (map: RealmMap) => RealmMap = (map) => map): RealmMap {
  const { areas, doors, props, items, lights } = smallRealm;
  return change({
    ...smallRealm,
    areas: areas.toReversed(),
    doors: doors.toReversed(),
    props: props.toReversed(),
    items: items.toReversed(),
    lights: lights.toReversed(),
  });
}
