/** A member of a JSON object, and the line of its key, from 1. */
export interface Member {
  key: string;
  value: unknown;
  line: number;
}

/** What is not as it must be, and where. */
export interface JsonFault {
  line: number;
  /** To go on after the name of the file. */
  problem: string;
}

interface Token {
  text: string;
  line: number;
}

/** A text, a sign of JSON's own, a new line, or anything else up to the next of those. */
const piece = /"(?:[^"\\\n]|\\.)*"|[{}[\],:]|\n|[^\s{}[\],:"]+|"[^\n]*/g;

/**
 * Reads a JSON object of values and lists of values, and nothing deeper, with the line of every key: `JSON.parse` tells
 * none, keeps silent about keys that are there twice, and repeats in its complaints what may be a secret.
 */
export function readFlatJson(text: string): Member[] | JsonFault {
  const tokens = tokensOf(text);
  const lastLine = tokens.at(-1)?.line ?? 1;
  const members: Member[] = [];
  const next = () => tokens.shift() ?? { text: "", line: lastLine };
  const open = next();
  if (open.text !== "{") return { line: open.line, problem: 'must begin with {, as in { "port": 8787 }' };
  if (tokens[0]?.text === "}") next();
  else
    for (let end = ","; end !== "}"; ) {
      const key = next();
      const name = scalarOf(key.text);
      if (typeof name !== "string") return { line: key.line, problem: "must have a key in double quotes here" };
      const colon = next();
      if (colon.text !== ":") return { line: colon.line, problem: `must have a colon after "${name}"` };
      const value = readValue(next);
      if (value === undefined) return { line: key.line, problem: `has no text, number or list after "${name}"` };
      members.push({ key: name, value, line: key.line });
      const sign = next();
      if (sign.text !== "," && sign.text !== "}")
        return { line: sign.line, problem: `must have a comma or the last } after "${name}"` };
      end = sign.text;
    }
  const more = tokens[0];
  return more ? { line: more.line, problem: "must end after the last }" } : members;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  for (const [token] of text.replace(/^\u{feff}/u, "").matchAll(piece)) {
    if (token === "\n") line += 1;
    else tokens.push({ text: token, line });
  }
  return tokens;
}

/** A value, or a list of them; `undefined` where there is neither. */
function readValue(next: () => Token): unknown {
  const first = next().text;
  if (first !== "[") return scalarOf(first);
  const list: unknown[] = [];
  for (let token = next().text; token !== "]"; token = next().text) {
    const value = scalarOf(token);
    if (value === undefined) return undefined;
    list.push(value);
    const sign = next().text;
    if (sign === "]") return list;
    if (sign !== ",") return undefined;
  }
  return list.length === 0 ? list : undefined;
}

function scalarOf(token: string): unknown {
  if (/^[{}[\],:]?$/.test(token)) return undefined;
  try {
    return JSON.parse(token);
  } catch {
    return undefined;
  }
}
