// The edge node as a few files of plain JavaScript beside their WebAssembly, for its package.
import { copyFileSync, globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative, resolve } from "node:path";
import { build } from "esbuild";
import { root } from "./prepare.mjs";

const edge = join(root, "edge-sim");
const engine = "@dimforge/rapier3d-deterministic";
const require = createRequire(import.meta.url);
/** How sources name a file beside them. */
const FILE_URL = /new URL\(\s*"(\.[^"]+\.(wasm|ts))",\s*import\.meta\.url,?\s*\)/g;
/** The Node that is needed at least, as `edge-sim/package.json` says. */
const TARGET = "node22.16";

/**
 * Bundles `edge-sim/main.ts` and every `worker.ts` into a folder, all files beside each other.
 * @returns the packages that went into it: folders in node_modules
 */
export async function bundleEdge(folder) {
  const workers = globSync("**/worker.ts", { cwd: edge });
  const entryPoints = Object.fromEntries(["main.ts", ...workers].map((path) => [outputName(path), join(edge, path)]));
  const { metafile } = await build({
    entryPoints,
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: TARGET,
    absWorkingDir: root,
    entryNames: "[name]",
    chunkNames: "part-[hash]",
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
    // Packages in CommonJS ask for Node's own modules by it.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    plugins: [rapierInside(folder), filesBeside(folder)],
  });
  return [...packagesIn(metafile), "quickjs-wasi"];
}

/**
 * The packages whose code the built pages contain. The pages are not built for it: what esbuild would take for them is
 * what they have.
 */
export async function packagesOfPages() {
  const pages = globSync("*.html", { cwd: join(root, "web") });
  const scripts = pages.flatMap((page) => [
    ...readFileSync(join(root, "web", page), "utf8").matchAll(/<script type="module" src="\/([^"]+)"/g),
  ]);
  const { metafile } = await build({
    entryPoints: scripts.map(([, path]) => join(root, "web", path)),
    outdir: join(root, ".build/pages-of-nobody"),
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    absWorkingDir: root,
    jsx: "automatic",
    jsxImportSource: "preact",
    logLevel: "warning",
    plugins: [
      {
        name: "nothing but script",
        setup({ onResolve }) {
          onResolve({ filter: /\.css$|\.wasm\?url$/ }, () => ({ path: "none", external: true }));
          onResolve({ filter: /\/rapier_wasm3d$/ }, bindings);
        },
      },
    ],
  });
  return packagesIn(metafile);
}

/** `datagram/worker.ts` becomes `datagram-worker`: then every file finds every other beside it. */
function outputName(path) {
  return path.replaceAll("\\", "/").replace(/\.ts$/, "").replaceAll("/", "-");
}

/** Sources name files by `new URL("…", import.meta.url)`: WebAssembly is copied, and a worker has another name now. */
function filesBeside(folder) {
  return {
    name: "files beside",
    setup({ onLoad }) {
      onLoad({ filter: /\/edge-sim\/.*\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, "utf8");
        const contents = text.replace(FILE_URL, (_, named, kind) => {
          const file = resolve(dirname(path), named);
          const name = kind === "ts" ? `${outputName(relative(edge, file))}.js` : basename(file);
          if (kind === "wasm") copyFileSync(file, join(folder, name));
          return `new URL("./${name}", import.meta.url)`;
        });
        return { contents, loader: "ts" };
      });
    },
  };
}

/** The engine without its package: see `edge-sim/rapier-modules.ts`. */
function rapierInside(folder) {
  const wasm = "rapier_wasm3d_bg.wasm";
  return {
    name: "rapier inside",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\/rapier_wasm3d$/ }, bindings);
      onLoad({ filter: /\/edge-sim\/rapier-modules\.ts$/ }, () => {
        copyFileSync(require.resolve(`${engine}/${wasm}`), join(folder, wasm));
        const contents = `
          import * as engine from "${engine}/exports.js";
          import * as bindings from "${engine}/rapier_wasm3d_bg.js";
          export const rapierModules = () => ({ bindings, engine, wasmFile: new URL("./${wasm}", import.meta.url) });`;
        return { contents, loader: "js", resolveDir: root };
      });
    },
  };
}

/** In the place of the module that imports the WebAssembly. */
function bindings() {
  return { path: require.resolve(`${engine}/rapier_wasm3d_bg.js`) };
}

function packagesIn({ outputs }) {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const names = inputs.flatMap(([path, { bytesInOutput }]) => {
    const [, name] = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
    return name && bytesInOutput > 0 ? [name] : [];
  });
  return [...new Set(names)];
}
