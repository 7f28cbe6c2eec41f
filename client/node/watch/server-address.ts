const PORT = 8787;
/** The page of a realm, as people copy it from their browser. */
const REALM_PAGE = /^\/world\/([^/]+)\/?$/;

/** Where a server is. */
export interface ServerAddress {
  /** `http://host:8787`, as HTTP is asked. */
  origin: string;
  /** The realm whose page it was; `null`: it was none. */
  realm: string | null;
}

/**
 * Reads an address as people give it: `192.168.1.5`, `skerry.local:9000`, `https://quiz.example`, or that of a realm's
 * page. Without a scheme it is HTTP on the edge node's port. `null`: it is no address.
 */
export function readAddress(text: string): ServerAddress | null {
  const hasScheme = /^https?:\/\//i.test(text);
  const bare = !hasScheme && isBareIpv6(text) ? `[${text}]` : text;
  const url = URL.parse(hasScheme ? bare : `http://${bare}`);
  if (!url || url.hostname === "" || (!hasScheme && text.includes("://"))) return null;
  // URL leaves out a port that is the scheme's own: `host:80` was meant.
  if (!hasScheme && url.port === "" && !/:80(?:\/|$)/.test(bare)) url.port = String(PORT);
  const [, realm] = REALM_PAGE.exec(url.pathname) ?? [];
  return { origin: url.origin, realm: realm?.toLowerCase() ?? null };
}

/** Two colons at least, and nothing that an address of this kind has not. */
function isBareIpv6(text: string): boolean {
  return /^[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*$/i.test(text);
}
