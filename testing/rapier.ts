/** The engine for tests in Node: the one that the edge node loads. */
export { loadRapier, rapierMemoryBytes } from "../edge-sim/rapier.ts";
