import type * as z from "zod/mini";
import type { Fault, Path } from "./problem.ts";

type Issue = z.core.$ZodIssue;

/** What a builder is told of what a schema found. `isThere` says whether the file has a value at a path. */
export function fieldFaults(issues: readonly Issue[], isThere: (path: Path) => boolean): Fault[] {
  return issues.flatMap((issue): Fault[] => {
    const path = issue.path.filter((part) => typeof part !== "symbol");
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        code: "REALM_BAD_FIELD",
        path: [...path, key],
        message: "there is no such field",
        atKey: true,
      }));
    }
    return [{ code: "REALM_BAD_FIELD", path, message: isThere(path) ? told(issue) : "is missing" }];
  });
}

function told(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${nouns[issue.expected] ?? `a ${issue.expected}`}`;
    case "invalid_value":
      return `must be ${oneOf(issue.values)}`;
    case "invalid_union":
      return `must be ${oneOf("options" in issue && Array.isArray(issue.options) ? issue.options : [])}`;
    case "too_small":
      return `must ${measure[issue.origin] ?? "be"} at least ${issue.minimum}${unit[issue.origin] ?? ""}`;
    case "too_big":
      return `must ${measure[issue.origin] ?? "be"} ${issue.inclusive === false ? "less than" : "at most"} ${issue.maximum}${unit[issue.origin] ?? ""}`;
    case "invalid_format":
      return formats.find(([part]) => issue.pattern?.includes(part))?.[1] ?? "has characters that it may not have";
    default:
      return "cannot be this";
  }
}

const nouns: Record<string, string> = {
  object: "a group of fields",
  array: "a list",
  string: "a text",
  int: "a whole number",
  boolean: "true or false",
  tuple: "a list [x, y, z]",
};
const measure: Record<string, string> = { string: "have", array: "have" };
const unit: Record<string, string> = { string: " characters", array: " entries" };

/** By a part of the pattern; the first that fits. */
const formats: [part: string, message: string][] = [
  ["p{Cc}", "has invisible characters"],
  ["#[0-9a-f]", "must be a colour as #rrggbb, in lower case"],
  ["(?::", "must be the id of an area, or realm:area"],
  ["[.-]", "must be lower case words joined by - or ."],
  ["[-_]", "must be lower case words joined by - or _"],
  ["[a-z]", "must be lower case words joined by -"],
];

function oneOf(values: readonly unknown[]): string {
  const words = values.map(String);
  return words.length > 1 ? `one of ${words.join(", ")}` : words.join();
}
