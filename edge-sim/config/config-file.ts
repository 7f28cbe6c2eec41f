import { readFlatJson } from "./flat-json.ts";
import type { Fault, Given } from "./given.ts";
import { nearest } from "./nearest.ts";
import { type SettingKey, settingKeys, settingOf, settings } from "./settings.ts";

/**
 * Reads a config file: a JSON object with settings by their keys.
 * @param name what the file is called in messages
 * @param folder the folder of the file, from which its relative paths start
 */
export function readConfigFile(text: string, name: string, folder: string): { given: Given[]; faults: Fault[] } {
  const members = readFlatJson(text);
  if (!Array.isArray(members)) {
    return { given: [], faults: [{ origin: `${name}:${members.line}`, problem: `the file ${members.problem}` }] };
  }
  const given: Given[] = [];
  const faults: Fault[] = [];
  const seen = new Set<string>();
  for (const { key: word, value, line } of members) {
    const origin = `${name}:${line}`;
    const key = settingOf("key", word);
    if (seen.has(word)) faults.push({ origin, problem: `"${word}" is there twice: once is enough` });
    else if (key === null) faults.push({ origin, problem: unknownKey(word) });
    else {
      const read = textOf(key, value);
      if (read === null) faults.push({ origin, problem: `"${key}" is not ${settings[key].reader.wants}` });
      else given.push({ key, text: read, origin, folder });
    }
    seen.add(word);
  }
  return { given, faults };
}

function unknownKey(word: string): string {
  const meant = nearest(word, settingKeys);
  return `"${word}" is no setting; ${meant ? `"${meant}" is` : `there are: ${settingKeys.join(", ")}`}`;
}

/** A value of JSON as it would be written in a variable; `null` for what can never be right. */
function textOf(key: SettingKey, value: unknown): string | null {
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return value.trim() || null;
  const isList = settings[key].reader.isList && Array.isArray(value);
  return isList && value.every((one) => typeof one === "string" && !one.includes(",")) ? value.join(",") : null;
}
