import * as engine from "@dimforge/rapier3d-deterministic/exports.js";
import * as bindings from "@dimforge/rapier3d-deterministic/rapier_wasm3d_bg.js";
import wasmUrl from "@dimforge/rapier3d-deterministic/rapier_wasm3d_bg.wasm?url";
import type { Rapier } from "../../core/world/physics/engine.ts";

let loading: Promise<Rapier> | null = null;

/** The physics engine, once a page: more than a megabyte, so only for those who walk in 3D. */
export function loadEngine(): Promise<Rapier> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Rapier> {
  const imports = { "./rapier_wasm3d_bg.js": bindings as unknown as WebAssembly.ModuleImports };
  const response = await fetch(wasmUrl);
  const bytes = await response.arrayBuffer();
  const { instance } = await WebAssembly.instantiate(bytes, imports);
  bindings.__wbg_set_wasm(instance.exports);
  return engine;
}
