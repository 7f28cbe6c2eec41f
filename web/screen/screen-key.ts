import { hideHash, tokensInHash } from "../shared/address.ts";
import { recall, remember } from "../shared/storage.ts";

const key = (code: string) => `skerry.screen.${code}`;

/** The token of a screen: from its link, which then leaves the address bar, or remembered from before. */
export function takeScreenKey(code: string): string | null {
  const { token } = tokensInHash(location.hash);
  if (token && remember(key(code), token)) hideHash();
  return token ?? recall(key(code));
}
