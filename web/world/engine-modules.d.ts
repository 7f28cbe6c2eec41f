declare module "@dimforge/rapier3d-deterministic/rapier_wasm3d_bg.wasm?url" {
  const url: string;
  export default url;
}

/** What the package's generator made: the engine, once it is given what the WebAssembly exports. */
declare module "@dimforge/rapier3d-deterministic/rapier_wasm3d_bg.js" {
  export function __wbg_set_wasm(exports: WebAssembly.Exports): void;
}
