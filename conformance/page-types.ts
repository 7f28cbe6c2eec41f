/** A type as a page writes it. */
export type PageType =
  | { kind: "literal"; value: string | number | boolean | null }
  | { kind: "number"; whole: boolean; least: number; most: number }
  | { kind: "text"; most: number }
  | { kind: "boolean" }
  | { kind: "json" }
  | { kind: "value" }
  | { kind: "list"; of: PageType; length: number | null }
  | { kind: "map"; of: PageType }
  | { kind: "object"; fields: Fields }
  | { kind: "union"; of: PageType[] }
  | { kind: "name"; name: string };

export type Fields = Record<string, { type: PageType; optional: boolean }>;

/** The named types of a page. */
export type PageTypes = Map<string, PageType>;

const tokenPattern = /"[^"]*"|-?\d[\d_]*|[A-Za-z_]\w*|[{}[\]()<>|&,:;=?]|\S/g;
const comments = /\/\*[\s\S]*?\*\/|\/\/.*$/gm;

/**
 * Reads the interfaces and types in a TypeScript text: literals, unions, lists, objects, and the names that
 * `docs/protocol.md` explains under Notation. Everything else in the text is passed over.
 */
export function readTypes(text: string): PageTypes {
  const types: PageTypes = new Map();
  const plain = text.replace(comments, "");
  for (const { index } of plain.matchAll(/^(?:export )?(?:interface|type) /gm)) {
    const reader = new Reader(plain.slice(index).replace(/^export /, ""));
    const { name, type } = reader.declaration();
    if (types.has(name)) throw new Error(`${name} is described twice`);
    types.set(name, type);
  }
  return types;
}

class Reader {
  readonly #tokens: string[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = text.match(tokenPattern) ?? [];
  }

  declaration(): { name: string; type: PageType } {
    const kind = this.#take();
    const name = this.#take();
    if (kind === "interface") return { name, type: this.#object() };
    this.#expect("=");
    return { name, type: this.#union() };
  }

  #union(): PageType {
    this.#skip("|");
    const of = [this.#list()];
    while (this.#skip("|")) of.push(this.#list());
    const [only] = of;
    return only && of.length === 1 ? only : { kind: "union", of };
  }

  #list(): PageType {
    let type = this.#single();
    while (this.#skip("[")) {
      this.#expect("]");
      type = { kind: "list", of: type, length: null };
    }
    return type;
  }

  #single(): PageType {
    if (this.#peek() === "{") return this.#object();
    if (this.#skip("(")) {
      const type = this.#union();
      this.#expect(")");
      return type;
    }
    const token = this.#take();
    if (token.startsWith('"')) return { kind: "literal", value: token.slice(1, -1) };
    if (/^-?\d/.test(token)) return { kind: "literal", value: Number(token.replaceAll("_", "")) };
    return this.#named(token);
  }

  #named(name: string): PageType {
    switch (name) {
      case "true":
      case "false":
        return { kind: "literal", value: name === "true" };
      case "null":
        return { kind: "literal", value: null };
      case "boolean":
        return { kind: "boolean" };
      case "string":
        return { kind: "text", most: Number.POSITIVE_INFINITY };
      case "number":
        return { kind: "number", whole: false, least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY };
      case "Json":
        return { kind: "json" };
      case "Value":
        return { kind: "value" };
      case "Int": {
        const [least = Number.MIN_SAFE_INTEGER, most = Number.MAX_SAFE_INTEGER] = this.#arguments().map(numberOf);
        return { kind: "number", whole: true, least, most };
      }
      case "Text":
        return { kind: "text", most: numberOf(this.#arguments()[0]) };
      case "List": {
        const [of, length] = this.#arguments();
        if (!of) throw new Error("List of nothing");
        return { kind: "list", of, length: numberOf(length) };
      }
      case "Record": {
        const of = this.#arguments()[1];
        if (!of) throw new Error("Record of nothing");
        return { kind: "map", of };
      }
      default:
        return { kind: "name", name };
    }
  }

  #arguments(): PageType[] {
    const found: PageType[] = [];
    if (!this.#skip("<")) return found;
    do found.push(this.#union());
    while (this.#skip(","));
    this.#expect(">");
    return found;
  }

  #object(): PageType {
    this.#expect("{");
    const fields: Fields = {};
    while (!this.#skip("}")) {
      const name = this.#take();
      const optional = this.#skip("?");
      this.#expect(":");
      fields[name] = { type: this.#union(), optional };
      if (this.#peek() !== "}") this.#expect(";");
    }
    return { kind: "object", fields };
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  #take(): string {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new Error("the type breaks off");
    return token;
  }

  #skip(token: string): boolean {
    if (this.#peek() !== token) return false;
    this.#at += 1;
    return true;
  }

  #expect(token: string): void {
    const found = this.#take();
    if (found !== token)
      throw new Error(`${token} expected before ${[found, ...this.#tokens.slice(this.#at, this.#at + 5)].join(" ")}`);
  }
}

function numberOf(type: PageType | undefined): number {
  if (type?.kind !== "literal" || typeof type.value !== "number") throw new Error("a number is expected here");
  return type.value;
}
