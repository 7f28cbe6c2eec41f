import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

/** The engine's modules import its WebAssembly as a module; the page makes an instance itself and gives it to the bindings. */
const engineBindings: Plugin = {
  name: "engine-bindings",
  enforce: "pre",
  resolveId(source, importer) {
    if (!importer?.includes("rapier3d-deterministic") || !source.endsWith("/rapier_wasm3d")) return null;
    return fileURLToPath(import.meta.resolve("@dimforge/rapier3d-deterministic/rapier_wasm3d_bg.js"));
  },
};

const pages = ["index", "join", "host", "screen", "results", "world", "privacy"];

export default defineConfig({
  root: import.meta.dirname,
  base: "/",
  plugins: [engineBindings],
  // Never in its development form, whatever NODE_ENV says: that writes the paths of this machine into the pages.
  oxc: { jsx: { runtime: "automatic", importSource: "preact", development: false } },
  build: {
    outDir: "../dist/web",
    emptyOutDir: true,
    assetsDir: "assets",
    // The pages' policy allows files of their own origin only: no inlined data, no inlined script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Three.js, which only the 3D view loads; `check-size.ts` watches over what players load.
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: Object.fromEntries(pages.map((page) => [page, resolve(import.meta.dirname, `${page}.html`)])),
    },
  },
});
