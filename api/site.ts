import type { ApiConfig } from "./ports.ts";

/** Names, IPv4 and bracketed IPv6, with or without a port; nothing that means something in a header or a page. */
const hostPattern = /^(?:[a-z0-9_][a-z0-9_.-]{0,252}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/;

/**
 * The origin that a client addressed: the scheme of the request, and its Host header (or, where there is
 * none, the host of its URL). `null` if that is no host name. Everything that speaks of "here" (links,
 * same-origin checks, host checks) uses this.
 */
export function siteOf(request: Request): URL | null {
  const { protocol, host } = new URL(request.url);
  const named = (request.headers.get("host") ?? host).toLowerCase();
  const origin = `${protocol}//${named}`;
  return hostPattern.test(named) && URL.canParse(origin) ? new URL(origin) : null;
}

/** Whether the server answers for a host name; guards against DNS rebinding. */
export function answersFor(site: URL, hosts: ApiConfig["hosts"]): boolean {
  if (hosts.length === 0) return true;
  const port = site.port || (site.protocol === "https:" ? "443" : "80");
  return hosts.some((host) => {
    const wanted = host.toLowerCase();
    return wanted === site.host || wanted === `${site.hostname}:${port}`;
  });
}

/** Whether a host can only be this very machine. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
}
