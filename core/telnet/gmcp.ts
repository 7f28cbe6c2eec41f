import { options, subnegotiationBytes } from "./codes.ts";
import { decodeUtf8, encodeUtf8 } from "./utf8.ts";

/** A message of GMCP: `Package.Message` and JSON. */
export interface GmcpMessage {
  name: string;
  /** `null` where it has none. */
  data: unknown;
}

const NAME_MAX_CHARS = 64;
const DEPTH_MAX = 16;
const MODULES_MAX = 64;

const messageName = new RegExp(`^[A-Za-z][\\w.-]{0,${NAME_MAX_CHARS - 1}}$`);

/** Reads a message; `null` if it is none: no name, not JSON, or nested too deep. Its size the parser has bounded. */
export function readGmcp(payload: Uint8Array): GmcpMessage | null {
  const [, name = "", json = ""] = /^\s*([^\s{["]*)\s*(.*?)\s*$/s.exec(decodeUtf8(payload)) ?? [];
  if (!messageName.test(name)) return null;
  if (json === "") return { name, data: null };
  if (isDeep(json)) return null;
  try {
    return { name, data: JSON.parse(json) };
  } catch {
    return null;
  }
}

function isDeep(json: string): boolean {
  let depth = 0;
  let isText = false;
  for (let i = 0; i < json.length; i++) {
    const character = json[i];
    if (isText && character === "\\") i++;
    else if (character === '"') isText = !isText;
    else if (!isText && (character === "{" || character === "[")) depth += 1;
    else if (!isText && (character === "}" || character === "]")) depth -= 1;
    if (depth > DEPTH_MAX) return true;
  }
  return false;
}

/** A message on the wire. GMCP is always UTF-8. */
export function gmcpBytes(name: string, data?: unknown): Uint8Array {
  const text = data === undefined ? name : `${name} ${JSON.stringify(data)}`;
  return subnegotiationBytes(options.GMCP, encodeUtf8(text));
}

/** Which packages a client wants, as it tells by Core.Supports. */
export class GmcpSupport {
  #modules = new Set<string>();

  /** Whether it wants a message: its package, or one above it, is among those that it supports. Core is for all. */
  wants(name: string): boolean {
    const parts = name.toLowerCase().split(".");
    if (parts[0] === "core") return true;
    return parts.some((_, i) => this.#modules.has(parts.slice(0, i + 1).join(".")));
  }

  /** Core.Supports.Set, Add and Remove. False: that is not what was said. */
  receive(message: string, data: unknown): boolean {
    if (!Array.isArray(data)) return false;
    const names = data.flatMap((module: unknown) => moduleName(module) ?? []);
    switch (message.toLowerCase()) {
      case "core.supports.set":
        this.#modules = new Set();
        break;
      case "core.supports.add":
        break;
      case "core.supports.remove":
        for (const name of names) this.#modules.delete(name);
        return true;
      default:
        return false;
    }
    for (const name of names) if (this.#modules.size < MODULES_MAX) this.#modules.add(name);
    return true;
  }
}

/** Of `"Room 1"` the name. Version 0 says that it is not supported. */
function moduleName(module: unknown): string | null {
  if (typeof module !== "string" || module.length > 2 * NAME_MAX_CHARS) return null;
  const [, name, version] = /^\s*([A-Za-z][\w.-]*)(?:\s+(\d+))?\s*$/.exec(module) ?? [];
  return name === undefined || version === "0" ? null : name.toLowerCase();
}
