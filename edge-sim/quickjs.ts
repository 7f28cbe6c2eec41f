import { readFileSync } from "node:fs";
import type { QuickJsExports, QuickJsImports, QuickJsModule } from "../core/script/quickjs.ts";

/** What is used here of the global that Node's types leave out. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: QuickJsImports) => { exports: unknown };
};

/** Compiles the script engine, metered. */
export function loadQuickJs(): QuickJsModule {
  const file = new URL("../core/script/quickjs-metered.wasm", import.meta.url);
  const module = new WebAssembly.Module(readFileSync(file));
  return (imports) => new WebAssembly.Instance(module, imports).exports as QuickJsExports;
}
