import { readFile } from "node:fs/promises";
import { extname, normalize, resolve, sep } from "node:path";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".txt": "text/plain; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** Serves the built pages from a folder, and nothing outside of it. */
export function pageFiles(folder: string): (request: Request) => Promise<Response> {
  const root = resolve(folder);
  return async (request) => {
    const path = resolve(root, `.${normalize(decode(new URL(request.url).pathname))}`);
    const type = types[extname(path)];
    if (!type || !path.startsWith(root + sep)) return notFound();
    try {
      const body = await readFile(path);
      return new Response(request.method === "HEAD" ? null : body, { headers: { "content-type": type } });
    } catch {
      return notFound();
    }
  };
}

function notFound(): Response {
  return new Response("Not found\n", { status: 404 });
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return "/";
  }
}
