import { spoken } from "./address.ts";

/** A join link as people type it, broken where they would pause. */
export function JoinAddress({ url }: { url: string }) {
  const address = spoken(url);
  const cut = address.indexOf("/");
  return (
    <strong class="join-url">
      <span>{address.slice(0, cut)}</span>
      <span>{address.slice(cut)}</span>
    </strong>
  );
}
