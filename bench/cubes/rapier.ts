import { statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

export type Rapier = typeof import("@dimforge/rapier3d-deterministic");

/** The package's glue between JavaScript and its WebAssembly. */
interface Glue {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
}

/**
 * Rapier in Node. Its files import each other without extensions and import their WebAssembly as a module,
 * as bundlers expect: hooks add the extension, and the instance is made and set here.
 */
export async function loadRapier(): Promise<Rapier> {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const bare = specifier.startsWith(".") && !/\.(js|wasm)$/.test(specifier);
      const parent = context.parentURL ?? "";
      if (!bare || !parent.includes("/rapier3d-deterministic/")) return next(specifier, context);
      const path = fileURLToPath(new URL(specifier, parent));
      return next(isFolder(path) ? `${specifier}/index.js` : `${specifier}.js`, context);
    },
    load(url, context, next) {
      if (!url.endsWith("rapier_wasm3d_bg.wasm")) return next(url, context);
      return { format: "module", source: "", shortCircuit: true };
    },
  });
  const folder = new URL(".", import.meta.resolve("@dimforge/rapier3d-deterministic/rapier.js"));
  const glue: WebAssembly.ModuleImports & Glue = await import(new URL("rapier_wasm3d_bg.js", folder).href);
  const bytes = await readFile(new URL("rapier_wasm3d_bg.wasm", folder));
  const { instance } = await WebAssembly.instantiate(bytes, { "./rapier_wasm3d_bg.js": glue });
  const rapier: Rapier = await import(new URL("exports.js", folder).href);
  hooks.deregister();
  // Last: the package itself sets what it imported, which is the empty module from above.
  glue.__wbg_set_wasm(instance.exports);
  return rapier;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
