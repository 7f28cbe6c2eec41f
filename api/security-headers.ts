import type { MiddlewareHandler } from "hono";
import type { ApiEnv } from "./context.ts";
import { isLoopbackHost } from "./site.ts";

const YEAR_SECONDS = 31_536_000;

const always = {
  "x-content-type-options": "nosniff",
  // Room codes are in paths.
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy":
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()",
};

/**
 * Tells browsers to load and run nothing that does not come from here. What needs https stays off http,
 * where phones on a LAN are: HSTS and upgrade-insecure-requests would lock them out, and a
 * Cross-Origin-Opener-Policy is ignored there with a warning.
 */
export function secureHeaders(): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    await next();
    // The headers of an accepted upgrade belong to the socket's handshake.
    if (c.res.status === 101) return;
    const site = c.get("site") as URL | undefined;
    const { headers } = c.res;
    for (const [name, value] of Object.entries(always)) headers.set(name, value);
    headers.set("content-security-policy", contentPolicy(site, c.req.path.startsWith("/world/")));
    if (!site) return;
    const loopback = isLoopbackHost(site.hostname);
    if (site.protocol === "https:" && !loopback) headers.set("strict-transport-security", `max-age=${YEAR_SECONDS}`);
    if (site.protocol === "https:" || loopback) headers.set("cross-origin-opener-policy", "same-origin");
  };
}

/**
 * The content security policy of a page on this site. `connect-src 'self'` covers its sockets since
 * Chrome 71, Firefox and Safari 16; for iPhones that stay on iOS 15 the same host is named once more.
 * (IPv6 addresses cannot be written as a source.)
 * @param hasEngine the page runs the physics engine: compiling WebAssembly must be allowed by name, as running text is not
 */
export function contentPolicy(site: URL | undefined, hasEngine = false): string {
  const socket =
    site && !site.hostname.startsWith("[") ? ` ${site.protocol === "https:" ? "wss" : "ws"}://${site.host}` : "";
  return [
    "default-src 'none'",
    `script-src 'self'${hasEngine ? " 'wasm-unsafe-eval'" : ""}`,
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self'${socket}`,
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
