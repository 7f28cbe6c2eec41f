/** What a client wants to know of the page that it runs in. */
export interface Page {
  /** Whether somebody can see it. */
  visible(): boolean;
  /** Calls back whenever the network may be worth another try: shown again, online again. Gives a way to stop. */
  onWake(listener: () => void): () => void;
}

/** A program without a page (Node): always awake. */
const noPage: Page = { visible: () => true, onWake: () => () => undefined };

const browserPage: Page = {
  visible: () => document.visibilityState !== "hidden",
  onWake(listener) {
    const shown = () => {
      if (document.visibilityState !== "hidden") listener();
    };
    document.addEventListener("visibilitychange", shown);
    addEventListener("online", listener);
    addEventListener("pageshow", listener);
    return () => {
      document.removeEventListener("visibilitychange", shown);
      removeEventListener("online", listener);
      removeEventListener("pageshow", listener);
    };
  },
};

/** The page of this runtime. */
export function thisPage(): Page {
  return typeof document === "undefined" ? noPage : browserPage;
}
