import type { SettingKey } from "./settings.ts";

/** A setting as somebody gave it. */
export interface Given {
  key: SettingKey;
  text: string;
  /** For people: `--port`, `PORT`, `skerry-edge.json:4`. */
  origin: string;
  /** What relative paths start from. */
  folder: string;
}

/** Something wrong with what was given, and where. */
export interface Fault {
  origin: string;
  problem: string;
}
