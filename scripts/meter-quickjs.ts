import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { meterModule } from "../core/script/meter.ts";

const USAGE = `Adds the fuel gauge to the script engine: quickjs-wasi's quickjs.wasm becomes core/script/quickjs-metered.wasm.

  node scripts/meter-quickjs.ts            after the package was updated
  node scripts/meter-quickjs.ts --check    writes nothing; fails where the file is another`;

const made = join(resolve(import.meta.dirname, ".."), "core/script/quickjs-metered.wasm");

if (process.argv.includes("--help")) console.log(USAGE);
else {
  const original = createRequire(import.meta.url).resolve("quickjs-wasi/quickjs.wasm");
  const metered = meterModule(readFileSync(original));
  if (!process.argv.includes("--check")) writeFileSync(made, metered);
  else if (!readFileSync(made).equals(metered)) {
    console.error("core/script/quickjs-metered.wasm is not made from this quickjs-wasi: node scripts/meter-quickjs.ts");
    process.exitCode = 1;
  }
}
