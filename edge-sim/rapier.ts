import { readFileSync } from "node:fs";
import { type Exports, type Rapier, rapierModules } from "./rapier-modules.ts";

/** Node's types leave it out. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: {
    Module: new (bytes: Uint8Array) => object;
    Instance: new (module: object, imports: { [file: string]: object }) => { exports: Exports };
  };
};

let loaded: Rapier | null = null;
let memory: Exports["memory"] | null = null;

/**
 * The physics engine, once a process. Worlds share its memory, so that each must be freed. Its bindings get an instance
 * made from the bytes on disk.
 */
export function loadRapier(): Rapier {
  loaded ??= load();
  return loaded;
}

/** How much memory the engine has taken for all worlds together. It keeps what it once had. */
export function rapierMemoryBytes(): number {
  return memory?.buffer.byteLength ?? 0;
}

function load(): Rapier {
  const { bindings, engine, wasmFile } = rapierModules();
  const wasm = new WebAssembly.Module(readFileSync(wasmFile));
  const { exports } = new WebAssembly.Instance(wasm, { "./rapier_wasm3d_bg.js": bindings });
  bindings.__wbg_set_wasm(exports);
  memory = exports.memory;
  return engine;
}
