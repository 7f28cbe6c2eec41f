/** Where in a realm's file something stands: `["areas", 3, "exits", 0, "to"]`. */
export type Path = readonly (string | number)[];

/** Errors, which keep a realm from being built, and warnings, which do not. */
export const problemCodes = {
  /** Longer than a realm's file or script may be. */
  REALM_TOO_LARGE: "error",
  /** Not YAML, or a kind of YAML that realms do not use. */
  REALM_BAD_YAML: "error",
  /** A file that is missing, or lies where none belongs. */
  REALM_BAD_FILE: "error",
  /** A field that is unknown, missing, or has a value that it cannot have. */
  REALM_BAD_FIELD: "error",
  /** A name that is taken, or a direction. */
  REALM_DUPLICATE: "error",
  /** Something that stands where it cannot be. */
  REALM_BAD_PLACE: "error",
  /** An exit that does not meet the area that it leads to. */
  REALM_BAD_EXIT: "error",
  /** A door that does not hang in an opening between two areas. */
  REALM_BAD_DOOR: "error",
  /** An area or a stop to which no exits lead. */
  REALM_UNREACHABLE: "error",
  /** One cannot walk from the one opening to the other. */
  REALM_BLOCKED: "warning",
  /** A wall reaches into an area beside it. */
  REALM_TIGHT: "warning",
  /** A thing begins inside another. */
  REALM_STUCK: "warning",
  /** A lock that nothing opens. */
  REALM_NO_KEY: "warning",
  /** A gate to a realm that is not built. */
  REALM_NO_GATE: "warning",
  /** One name for two kinds of things: scripts cannot tell them apart. */
  REALM_AMBIGUOUS: "warning",
  /** Nothing uses it, or it is of no use. */
  REALM_UNUSED: "warning",
} as const;
export type ProblemCode = keyof typeof problemCodes;

/** What a check finds, before it is known on which line. */
export interface Fault {
  code: ProblemCode;
  path: Path;
  message: string;
  /** Whether it is the name of the last field that is at fault, and not its value. */
  atKey?: true;
  /** Where it is not the realm's own file. */
  file?: string;
}

/** What a builder is told. */
export interface Problem {
  code: ProblemCode;
  file: string;
  /** Both from 1. */
  line: number;
  column: number;
  /** `areas[3].exits[0].to`; empty for the whole file. */
  path: string;
  message: string;
}

export function isError({ code }: { code: ProblemCode }): boolean {
  return problemCodes[code] === "error";
}

/** `realms/x/realm.yaml:41:7 REALM_BAD_FIELD areas[3].exits[0].to: there is no area "cellar"` */
export function problemText({ file, line, column, code, path, message }: Problem): string {
  return `${file}:${line}:${column} ${code} ${path === "" ? "" : `${path}: `}${message}`;
}

/** `areas[3].exits[0].to` */
export function pathText(path: Path): string {
  return path.map((part, i) => (typeof part === "number" ? `[${part}]` : i === 0 ? part : `.${part}`)).join("");
}

/** In the order of the file. */
export function byLine(a: Problem, b: Problem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
