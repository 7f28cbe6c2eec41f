import { existsSync } from "node:fs";
import { createRequire, registerHooks } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

export type Rapier = typeof import("@dimforge/rapier3d-deterministic");
export interface Exports {
  memory: { buffer: ArrayBuffer };
}

/** The engine's parts. */
export interface RapierModules {
  /** What the package's generator made: the engine works once it is given what the WebAssembly exports. */
  bindings: { __wbg_set_wasm(exports: Exports): void };
  engine: Rapier;
  wasmFile: string | URL;
}

/**
 * Finds the engine in the installed package. That is made for bundlers: its modules import each other without file
 * names, and the WebAssembly as a module. Node learns to follow the first while this loads, and nothing beyond it; for
 * the second it gets the bindings. `require` takes modules too, and is not taken over by test runners, which would load
 * some twice. In the edge node's package, where all of it is bundled, `scripts/edge-bundle.mjs` puts another module in
 * the place of this one.
 */
export function rapierModules(): RapierModules {
  const require = createRequire(import.meta.url);
  const pathOf = (file: string) => require.resolve(`@dimforge/rapier3d-deterministic/${file}`);
  const bindingsUrl = pathToFileURL(pathOf("rapier_wasm3d_bg.js")).href;
  const home = new URL(".", bindingsUrl).href;
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      if (specifier.startsWith(".") && context.parentURL?.startsWith(home)) {
        const url = fileFor(new URL(specifier, context.parentURL).href, bindingsUrl);
        return { url, format: "module", shortCircuit: true };
      }
      return next(specifier, context);
    },
  });
  try {
    const bindings = require(pathOf("rapier_wasm3d_bg.js")) as RapierModules["bindings"];
    const engine = require(pathOf("exports.js")) as Rapier;
    return { bindings, engine, wasmFile: pathOf("rapier_wasm3d_bg.wasm") };
  } finally {
    hooks.deregister();
  }
}

/** The file that a bundler would take; for the module that imports the WebAssembly, the bindings themselves. */
function fileFor(url: string, bindingsUrl: string): string {
  if (url.endsWith("/rapier_wasm3d")) return bindingsUrl;
  const candidates = [url, `${url}.js`, `${url}/index.js`];
  return candidates.find((one) => one.endsWith(".js") && existsSync(fileURLToPath(one))) ?? url;
}
