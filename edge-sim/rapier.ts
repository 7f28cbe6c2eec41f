import { existsSync, readFileSync } from "node:fs";
import { createRequire, registerHooks } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

type Rapier = typeof import("@dimforge/rapier3d-deterministic");
/** What the package's generator made: the engine, once it is given what the WebAssembly exports. */
type Bindings = { __wbg_set_wasm(exports: Exports): void };
interface Exports {
  memory: { buffer: ArrayBuffer };
}

/** Node's types leave it out. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: {
    Module: new (bytes: Uint8Array) => object;
    Instance: new (module: object, imports: { [file: string]: object }) => { exports: Exports };
  };
};

const require = createRequire(import.meta.url);
const pathOf = (file: string) => require.resolve(`@dimforge/rapier3d-deterministic/${file}`);

let loaded: Rapier | null = null;
let memory: Exports["memory"] | null = null;

/**
 * The physics engine, once a process. Worlds share its memory, so that each must be freed. The package is made for
 * bundlers: its modules import each other without file names, and the WebAssembly as a module. Node learns to follow
 * the first while this loads, and nothing beyond it; instead of the second, the bindings get an instance made from the
 * bytes on disk. `require` takes modules too, and is not taken over by test runners, which would load some twice.
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
    const bindings = require(pathOf("rapier_wasm3d_bg.js")) as Bindings;
    const wasm = new WebAssembly.Module(readFileSync(pathOf("rapier_wasm3d_bg.wasm")));
    const { exports } = new WebAssembly.Instance(wasm, { "./rapier_wasm3d_bg.js": bindings });
    bindings.__wbg_set_wasm(exports);
    memory = exports.memory;
    return require(pathOf("exports.js")) as Rapier;
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
