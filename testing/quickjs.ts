import { loadQuickJs } from "../edge-sim/quickjs.ts";

/** The script engine for tests that run in Node, compiled once for each file of tests. */
export const quickJs = loadQuickJs();
