/** Calls once at the end of this turn of the event loop, however often it is asked to. */
export function atTurnsEnd(call: () => void): () => void {
  let isAsked = false;
  return () => {
    if (isAsked) return;
    isAsked = true;
    setImmediate(() => {
      isAsked = false;
      call();
    });
  };
}
