/** Keeps the screen lit while the page is shown, where the browser offers that (never on plain http). */
export function keepLit(): void {
  const light = () => {
    if (document.visibilityState === "visible") void navigator.wakeLock?.request("screen").catch(() => undefined);
  };
  document.addEventListener("visibilitychange", light);
  light();
}
