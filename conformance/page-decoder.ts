import type { PageType, PageTypes } from "./page-types.ts";

type Json = Record<string, unknown>;

/** Says what is wrong with values by the types of a page, and which of their fields it has met. */
export class PageDecoder {
  readonly #types: PageTypes;
  /** `Type.field` of every field that was in a value without fault. */
  readonly met = new Set<string>();

  constructor(types: PageTypes) {
    this.#types = types;
  }

  /** The first fault of a value that should be of the named type; `null` if there is none. */
  fault(name: string, value: unknown): string | null {
    return this.#fault(this.#named(name), value, name);
  }

  #named(name: string): PageType {
    const type = this.#types.get(name);
    if (!type) throw new Error(`the page says nothing of ${name}`);
    return type;
  }

  #fault(type: PageType, value: unknown, at: string): string | null {
    switch (type.kind) {
      case "literal":
        return value === type.value ? null : `${at} is not ${JSON.stringify(type.value)}`;
      case "number":
        return isNumber(type, value) ? null : `${at} is not a number from ${type.least} to ${type.most}: ${value}`;
      case "text":
        return typeof value === "string" && value.length <= type.most
          ? null
          : `${at} is no text of at most ${type.most}`;
      case "boolean":
        return typeof value === "boolean" ? null : `${at} is not a boolean`;
      case "json":
        return isObject(value) ? null : `${at} is no object`;
      case "value":
        return value === undefined ? `${at} is nothing` : null;
      case "list":
        return this.#listFault(type, value, at);
      case "map":
        if (!isObject(value)) return `${at} is no object`;
        return first(Object.values(value), (one) => this.#fault(type.of, one, `${at}.*`));
      case "object":
        return this.#objectFault(type, value, at);
      case "union":
        return this.#unionFault(type, value, at);
      case "name":
        return this.#fault(this.#named(type.name), value, type.name);
    }
  }

  #listFault(type: PageType & { kind: "list" }, value: unknown, at: string): string | null {
    if (!Array.isArray(value)) return `${at} is no list`;
    if (type.length !== null && value.length !== type.length) return `${at} has not ${type.length} entries`;
    return first(value, (one) => this.#fault(type.of, one, `${at}[]`));
  }

  #objectFault({ fields }: PageType & { kind: "object" }, value: unknown, at: string): string | null {
    if (!isObject(value)) return `${at} is no object`;
    const unknown = Object.keys(value).find((key) => !Object.hasOwn(fields, key));
    if (unknown !== undefined) return `${at} has a field that the page does not name: ${unknown}`;
    const fault = first(Object.entries(fields), ([name, { type, optional }]) => {
      if (!Object.hasOwn(value, name)) return optional ? null : `${at} lacks ${name}`;
      return this.#fault(type, value[name], `${at}.${name}`);
    });
    if (!fault) for (const name of Object.keys(value)) this.met.add(`${at}.${name}`);
    return fault;
  }

  /** Of the ways that share a literal with the value (`t`, `phase`), or else of all. */
  #unionFault(type: PageType & { kind: "union" }, value: unknown, at: string): string | null {
    const likely = type.of.filter((way) => this.#isMarked(way, value));
    const faults: string[] = [];
    for (const way of likely.length > 0 ? likely : type.of) {
      const fault = this.#fault(way, value, likely.length > 0 ? `${at}${markOf(value)}` : at);
      if (!fault) return null;
      faults.push(fault);
    }
    return likely.length === 1 ? (faults[0] ?? null) : `${at} is none of its kinds: ${faults.join("; ")}`;
  }

  #isMarked(type: PageType, value: unknown): boolean {
    if (type.kind === "name") return this.#isMarked(this.#named(type.name), value);
    if (type.kind !== "object" || !isObject(value)) return false;
    return ["t", "phase"].some((mark) => {
      const its = type.fields[mark]?.type;
      return its?.kind === "literal" && its.value === value[mark];
    });
  }

  /** `Type.field` of every field that the named type can have, down to the last. */
  fieldsOf(name: string): Set<string> {
    const found = new Set<string>();
    this.#gather({ kind: "name", name }, name, found);
    return found;
  }

  #gather(type: PageType, at: string, found: Set<string>): void {
    if (type.kind === "name") {
      const known = this.#types.get(type.name);
      if (known) this.#gather(known, type.name, found);
    } else if (type.kind === "union") {
      for (const way of type.of) this.#gather(way, way.kind === "object" ? `${at}${markOf(literals(way))}` : at, found);
    } else if (type.kind === "list") this.#gather(type.of, `${at}[]`, found);
    else if (type.kind === "object") {
      for (const [field, its] of Object.entries(type.fields)) {
        if (found.has(`${at}.${field}`)) continue;
        found.add(`${at}.${field}`);
        this.#gather(its.type, `${at}.${field}`, found);
      }
    }
  }
}

function first<T>(items: readonly T[], faultOf: (item: T) => string | null): string | null {
  for (const item of items) {
    const fault = faultOf(item);
    if (fault) return fault;
  }
  return null;
}

function isNumber({ whole, least, most }: PageType & { kind: "number" }, value: unknown): boolean {
  return typeof value === "number" && (!whole || Number.isSafeInteger(value)) && value >= least && value <= most;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Tells the ways of a union without names apart: `(reveal)`. */
function markOf(value: unknown): string {
  return isObject(value) && typeof value["phase"] === "string" ? `(${value["phase"]})` : "";
}

function literals({ fields }: PageType & { kind: "object" }): Json {
  return Object.fromEntries(
    Object.entries(fields).map(([name, { type }]) => [name, type.kind === "literal" ? type.value : null]),
  );
}
