import * as engine from "@dimforge/rapier3d-deterministic/exports.js";
import * as bindings from "@dimforge/rapier3d-deterministic/rapier_wasm3d_bg.js";
import wasm from "@dimforge/rapier3d-deterministic/rapier_wasm3d_bg.wasm";

let isReady = false;

/**
 * The physics engine, once an isolate. Worlds share its memory, so that each must be freed. The package hands its
 * bindings the imported module for an instance, as bundlers make one of it; Workers import modules that are compiled
 * and no more, so the instance is made here, and takes its place.
 */
export function loadRapier(): typeof engine {
  if (!isReady) {
    const imports = { "./rapier_wasm3d_bg.js": bindings as unknown as WebAssembly.ModuleImports };
    bindings.__wbg_set_wasm(new WebAssembly.Instance(wasm, imports).exports);
    isReady = true;
  }
  return engine;
}
