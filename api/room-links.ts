import type { ApiConfig } from "./ports.ts";
import { isLoopbackHost } from "./site.ts";

/** The link by which players join. Made on localhost, it names the LAN address that their phones can reach. */
export function joinUrl(site: URL, config: ApiConfig, code: string): string {
  return `${sharedOrigin(site, config)}/r/${code}`;
}

/** The host's link; the token is in the fragment, which browsers never send. */
export function hostUrl(site: URL, code: string, token: string): string {
  return `${site.origin}/host/${code}#t=${token}`;
}

/** The link of a screen that shows the room, often on another machine. */
export function screenUrl(site: URL, config: ApiConfig, code: string, token: string): string {
  return `${sharedOrigin(site, config)}/screen/${code}#t=${token}`;
}

function sharedOrigin(site: URL, config: ApiConfig): string {
  return isLoopbackHost(site.hostname) && config.lanOrigin ? new URL(config.lanOrigin).origin : site.origin;
}
