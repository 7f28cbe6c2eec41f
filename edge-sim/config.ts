import { resolve } from "node:path";

/** Settings of the edge node, from its environment. */
export interface EdgeConfig {
  host: string;
  port: number;
  /** Where rooms and keys are kept. */
  dataFolder: string;
  /** The built pages. */
  pagesFolder: string;
  hosts: string[];
  origins: string[];
  metricsToken: string | null;
  /** What nodes show to have their uplinks taken here; as in `ApiConfig`. */
  uplinkToken?: string | null;
  secret: string | null;
}

/** Reads the environment; throws a message for people where it makes no sense. */
export function readConfig(environment: Record<string, string | undefined>, root: string): EdgeConfig {
  const port = Number(environment["PORT"] ?? 8787);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`PORT must be a number from 0 to 65535, not "${environment["PORT"]}".`);
  }
  const list = (name: string) =>
    (environment[name] ?? "")
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean);
  return {
    host: environment["HOST"] ?? "0.0.0.0",
    port,
    dataFolder: resolve(environment["SKERRY_DATA"] ?? resolve(root, ".skerry/edge")),
    pagesFolder: resolve(environment["SKERRY_PAGES"] ?? resolve(root, "dist/web")),
    hosts: list("SKERRY_HOSTS"),
    origins: list("SKERRY_ORIGINS"),
    metricsToken: environment["SKERRY_METRICS_TOKEN"] || null,
    secret: environment["SKERRY_SECRET"] || null,
  };
}
