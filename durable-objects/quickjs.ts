import type { QuickJsExports, QuickJsModule } from "../core/script/quickjs.ts";
import module from "../core/script/quickjs-metered.wasm";

/** The script engine, metered, which the runtime has compiled when it was deployed: it may not compile code itself. */
export function loadQuickJs(): QuickJsModule {
  return (imports) => new WebAssembly.Instance(module, imports).exports as unknown as QuickJsExports;
}
