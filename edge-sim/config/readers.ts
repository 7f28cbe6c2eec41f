import { isIP } from "node:net";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { SECRET_MIN_CHARS } from "../../api/signing-keys.ts";

/** How the text of a setting becomes its value. */
export interface Reader<T> {
  /** What would be right, to go on after “is not”. */
  wants: string;
  /**
   * The value; `undefined` where the text is wrong.
   * @param folder what relative paths start from
   */
  read(text: string, folder: string): T | undefined;
  /** Whether a config file may give a list. */
  isList?: true;
}

/** Ports have 16 bits. */
export const PORT_MAX = 65_535;
/** Half of what a label in DNS may have: there is room for a number behind it. */
export const NAME_MAX_CHARS = 32;

const hostPattern = /^(?:[a-z0-9_][a-z0-9_.-]{0,252}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;
const namePattern = new RegExp(`^[a-z0-9](?:[a-z0-9-]{0,${NAME_MAX_CHARS - 2}}[a-z0-9])?$`);

/** A TCP or UDP port; 0 lets the system choose. */
export const port: Reader<number> = {
  wants: `a port: a number from 0 to ${PORT_MAX}`,
  read: (text) => (/^\d{1,5}$/.test(text) && Number(text) <= PORT_MAX ? Number(text) : undefined),
};

/** The same, or `off`. */
export const portOrOff: Reader<number | null> = {
  wants: `a port (a number from 0 to ${PORT_MAX}) or “off”`,
  read: (text, folder) => (text === "off" ? null : port.read(text, folder)),
};

export const onOrOff: Reader<boolean> = {
  wants: "“on” or “off”",
  read: (text) => ({ on: true, off: false })[text],
};

/** An absolute path of it; `~/` is the home folder. */
export const folder: Reader<string> = {
  wants: "a folder",
  read: (text, from) => (text.startsWith("~/") ? join(homedir(), text.slice(2)) : resolve(from, text)),
};

export const listenAddress: Reader<string> = {
  wants: "an address of this machine, such as 0.0.0.0 (all of them) or 127.0.0.1 (nobody else's)",
  read: (text) => (isIP(text) > 0 || /^[a-z0-9_][a-z0-9_.-]*$/i.test(text) ? text : undefined),
};

export const hostNames: Reader<string[]> = listOf(
  "host names, with their port if it is in the address bar (skerry.example:8787), commas between",
  (text) => hostPattern.test(text),
);

export const origins: Reader<string[]> = listOf(
  "origins (https://quiz.example), commas between",
  (text) => isHttpUrl(text) && new URL(text).origin === text,
);

export const httpUrl: Reader<string> = {
  wants: "an address that begins with http:// or https://",
  read: (text) => (isHttpUrl(text) ? text : undefined),
};

export const nodeName: Reader<string> = {
  wants: `a name: 1 to ${NAME_MAX_CHARS} lower case letters, digits and hyphens`,
  read: (text) => (namePattern.test(text) ? text : undefined),
};

/** What goes into a header as it is. */
export const token: Reader<string> = {
  wants: "a token: letters, digits and signs without spaces",
  read: (text) => (/^[\x21-\x7e]+$/.test(text) ? text : undefined),
};

export const secrets: Reader<string> = {
  wants: `long enough: at least ${SECRET_MIN_CHARS} characters, commas between several`,
  read: (text) => (text.split(",").every((part) => part.trim().length >= SECRET_MIN_CHARS) ? text : undefined),
};

export const words: Reader<string> = {
  wants: "one line of text",
  read: (text) => (/^[^\p{Cc}]+$/u.test(text) ? text : undefined),
};

export const logForm: Reader<"plain" | "json"> = {
  wants: "“plain” or “json”",
  read: (text) => (text === "plain" || text === "json" ? text : undefined),
};

function listOf(wants: string, isGood: (text: string) => boolean): Reader<string[]> {
  const read = (text: string) => {
    const parts = text.split(",").map((part) => part.trim());
    const named = parts.filter(Boolean);
    return named.every(isGood) ? named : undefined;
  };
  return { wants, read, isList: true };
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** A name for a node from its machine's; “skerry” where nothing is left of that. */
export function nameFrom(hostName: string): string {
  const [label = ""] = hostName.toLowerCase().split(".");
  const name = label
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, NAME_MAX_CHARS)
    .replace(/^-+|-+$/g, "");
  return name === "" || name === "localhost" ? "skerry" : name;
}
