/**
 * Copies a text, also where the page is not a secure context (a phone on the LAN, over http) and there is no
 * clipboard API. False if the browser allows neither.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    if (!navigator.clipboard) return copyBySelection(text);
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.readOnly = true;
  area.className = "unseen";
  document.body.append(area);
  const focused = document.activeElement;
  area.select();
  try {
    // Deprecated, and the only way there is on an insecure origin.
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    area.remove();
    if (focused instanceof HTMLElement) focused.focus();
  }
}

/** Whether the browser can hand a link to other apps. */
export function canShare(): boolean {
  return typeof navigator.share === "function";
}
