import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { api } from "./api.ts";

/**
 * The link by which others join. The server knows best: it names the LAN address where this page was opened
 * through localhost. Until it has answered, what is known already, or this page's own origin.
 */
export function useJoinUrl(code: string, known = ""): string {
  const url = useSignal(known || `${location.origin}/r/${code}`);
  useEffect(() => {
    if (known) return;
    api.summary(code).then(
      ({ joinUrl }) => {
        url.value = joinUrl;
      },
      // The origin of this page is a good guess, and the socket tells of what is wrong.
      () => undefined,
    );
  }, [code, known]);
  return url.value;
}
