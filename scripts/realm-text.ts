import type { RealmMap } from "../core/world/realm-map.ts";

const HEADER = `// Built from realms/ by scripts/build-realms.ts; change it there.
// biome-ignore-all format: one entry a line keeps changes readable
`;
const SCRIPTS = `// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the sources of scripts are text
`;

/** The module that exports a realm as a constant: one line for each entry of a list, more for what holds lists of things. */
export function realmText(map: RealmMap): string {
  const placeholders = map.scripts.some(({ source }) => source.includes("${"));
  return `${HEADER}${placeholders ? SCRIPTS : ""}import type { RealmMap } from "../../world/realm-map.ts";

export const ${camelCase(map.realm)}: RealmMap = ${print(map, "")};
`;
}

/** The module that exports all of them. */
export function indexText(realms: readonly { realm: string; name: string }[]): string {
  const imports = realms.map(({ realm, name }) => `import { ${name} } from "./${realm}.ts";\n`);
  return `${HEADER}import type { RealmMap } from "../../world/realm-map.ts";
${imports.join("")}
/** The realms that come with Skerry. */
export const builtRealms: readonly RealmMap[] = [${realms.map(({ name }) => name).join(", ")}];
`;
}

/** `golden-dragon` as `goldenDragon` */
export function camelCase(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function print(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Array.isArray(value)
    ? value.map((one) => print(one, `${indent}  `))
    : Object.entries(value).map(([key, one]) => `${printKey(key)}: ${print(one, `${indent}  `)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  if (entries.length === 0) return `${open}${close}`;
  if (isLarge(value)) return `${open}\n${entries.map((one) => `${indent}  ${one},\n`).join("")}${indent}${close}`;
  return Array.isArray(value) ? `[${entries.join(", ")}]` : `{ ${entries.join(", ")} }`;
}

/** Whether a list of things is in it. */
function isLarge(value: object): boolean {
  if (Array.isArray(value)) return value.some((one) => typeof one === "object" && one !== null);
  return Object.values(value).some((one) => typeof one === "object" && one !== null && isLarge(one));
}

function printKey(key: string): string {
  return /^[a-z]\w*$/i.test(key) ? key : JSON.stringify(key);
}
