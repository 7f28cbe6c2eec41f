import { isForPrograms, refuseWith } from "../answers.ts";
import type { Api, ApiContext, ApiParts } from "../context.ts";
import type { ApiPorts } from "../ports.ts";
import { resource } from "../resource.ts";

/** Addresses of pages, and the files of the asset store that they show. */
const pages = {
  "/": "/index.html",
  "/r/:code": "/join.html",
  "/host/:code": "/host.html",
  "/screen/:code": "/screen.html",
  "/results/:code": "/results.html",
  "/world/:realm": "/world.html",
  "/privacy": "/privacy.html",
} as const;

/** Of a request's headers, what a store of files needs. */
const storeHeaders = ["accept", "accept-encoding", "if-none-match", "if-modified-since", "range", "if-range"];

/** A build's file whose name carries a hash of what is in it: eight characters, never just a word. */
const hashed = /^\/assets\/.*-(?=[\w-]*[A-Z0-9])[\w-]{8}\.\w+(?:\.map)?$/;

/** Pages and everything else that is a file. */
export function pageRoutes(api: Api, { ports }: ApiParts): void {
  for (const [path, file] of Object.entries(pages)) {
    resource(api, path, { GET: (c) => sendFile(c, ports, file) });
    if (path !== "/") resource(api, `${path}/`, { GET: withoutSlash });
  }
  api.get("*", (c) => {
    const { pathname } = new URL(c.req.url);
    if (isForPrograms(pathname) || !isPlain(pathname)) return refuseWith(c, "NOT_FOUND");
    c.set("route", pathname.startsWith("/assets/") ? "/assets/*" : "/*");
    return sendFile(c, ports, pathname);
  });
}

async function sendFile(c: ApiContext, ports: ApiPorts, file: string): Promise<Response> {
  const headers = new Headers();
  for (const name of storeHeaders) {
    const value = c.req.header(name);
    if (value !== undefined) headers.set(name, value);
  }
  const found = await ports.page(new Request(fileUrl(c.req.url, file), { method: c.req.method, headers }));
  if (found.status === 404) return refuseWith(c, "NOT_FOUND");
  if (found.status >= 400 && found.status !== 416) throw new Error(`the asset store answered ${found.status}`);
  const response = new Response(found.body, found);
  response.headers.set("cache-control", hashed.test(file) ? "public, max-age=31536000, immutable" : "no-cache");
  return response;
}

/** The address of a file on this site; not resolved as a link, because `//name` would be another site. */
function fileUrl(requested: string, file: string): URL {
  const url = new URL(requested);
  url.pathname = file;
  url.search = "";
  return url;
}

/** Pages use relative addresses, which a slash at the end would turn astray. */
function withoutSlash(c: ApiContext): Response {
  const { pathname } = new URL(c.req.url);
  return c.redirect(pathname.replace(/\/+$/, ""), 308);
}

/** Whether a path can only mean a file below the store's root, whatever decodes it; no hidden files. */
function isPlain(pathname: string): boolean {
  try {
    const path = decodeURIComponent(pathname);
    return /^(?:\/(?!\.(?!well-known(?:\/|$)))[^/\\\0%]+)+$/.test(path);
  } catch {
    return false;
  }
}
