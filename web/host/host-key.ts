import { hideHash, tokensInHash } from "../shared/address.ts";
import { keepHostToken, type OwnRoom, ownRoom } from "../shared/own-rooms.ts";

/** A host's key, and what was known before a link brought it. */
export interface HostKey {
  own: OwnRoom;
  before: OwnRoom | null;
}

/**
 * What this device knows of a room of its own. A token in the address is kept on the device and then taken out
 * of the address bar, which may be on a projector; where the device keeps nothing, it stays, so that a reload works.
 */
export function takeHostKey(code: string): HostKey | null {
  const before = ownRoom(code);
  const { token, screen } = tokensInHash(location.hash);
  if (token) {
    const screenUrl = screen ? `${location.origin}/screen/${code}#t=${screen}` : null;
    if (keepHostToken(code, token, screenUrl)) hideHash();
  }
  const own = ownRoom(code);
  return own ? { own, before } : null;
}

/** Takes back a key that a link had replaced, if the link's is refused. */
export function restoreHostKey({ own, before }: HostKey): void {
  if (!before || before.hostToken === own.hostToken) return;
  keepHostToken(own.code, before.hostToken, before.screenUrl);
  location.reload();
}

/** The link by which another device of the host's can run the room. */
export function hostLink({ code, hostToken, screenUrl }: OwnRoom, joinUrl: string): string {
  const { token: screen } = tokensInHash(screenUrl ? new URL(screenUrl).hash : "");
  return `${new URL(joinUrl).origin}/host/${code}#t=${hostToken}${screen ? `&s=${screen}` : ""}`;
}
