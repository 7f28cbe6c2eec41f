import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { canShare, copyText } from "./copy.ts";

interface CopyFieldProps {
  label: string;
  url: string;
  /** Offered to other apps under this title; absent: not offered. */
  shareTitle?: string;
}

/** A link to pass on: copy, share, or select by hand. */
export function CopyField({ label, url, shareTitle }: CopyFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const said = useSignal("");
  useEffect(() => {
    const timer = setTimeout(() => {
      said.value = "";
    }, 4_000);
    return () => clearTimeout(timer);
  }, [said.value]);
  const copy = async () => {
    const copied = await copyText(url);
    if (!copied) field.current?.select();
    said.value = copied ? "Copied." : "Selected: copy it with your keyboard or menu.";
  };
  const share = () =>
    void navigator.share({ url, ...(shareTitle ? { title: shareTitle } : {}) }).catch(() => undefined);
  return (
    <div class="copy">
      <label>
        {label}
        <input ref={field} type="text" readOnly value={url} onFocus={(event) => event.currentTarget.select()} />
      </label>
      <button type="button" onClick={() => void copy()}>
        Copy
      </button>
      {shareTitle && canShare() && (
        <button type="button" onClick={share}>
          Share
        </button>
      )}
      <span class="said" role="status">
        {said.value}
      </span>
    </div>
  );
}
