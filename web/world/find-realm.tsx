import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { messageOf, RequestError } from "../../client/request-error.ts";
import { lookUpRealm } from "../../client/world-http.ts";
import { MessagePage } from "../shared/message-page.tsx";
import { PageTop } from "../shared/page-top.tsx";
import { NoRealm } from "./no-realm.tsx";
import { StayPage } from "./stay-page.tsx";
import { beginStay, type WorldStay } from "./world-stay.ts";

type Found =
  | { step: "looking" }
  | { step: "none" }
  | { step: "failed"; message: string }
  | { step: "found"; stay: WorldStay };

/** Looks whether there is such a realm, and connects to it. */
export function FindRealm({ realm }: { realm: string }) {
  const found = useSignal<Found>({ step: "looking" });
  const look = async () => {
    found.value = { step: "looking" };
    found.value = await findRealm(realm);
  };
  useEffect(() => void look(), []);
  switch (found.value.step) {
    case "found":
      return <StayPage stay={found.value.stay} />;
    case "none":
      return <NoRealm />;
    case "failed":
      return <Failed message={found.value.message} again={look} />;
    case "looking":
      return <Looking />;
  }
}

async function findRealm(realm: string): Promise<Found> {
  try {
    const info = await lookUpRealm(realm);
    document.title = `${info.title} · Skerry`;
    return { step: "found", stay: beginStay(info) };
  } catch (error) {
    const none = error instanceof RequestError && error.code === "REALM_NOT_FOUND";
    return none ? { step: "none" } : { step: "failed", message: messageOf(error) };
  }
}

function Failed({ message, again }: { message: string; again(): Promise<void> }) {
  return (
    <>
      <PageTop />
      <MessagePage phase="failed" title="That did not work">
        <p role="alert">{message}</p>
        <button type="button" class="primary" onClick={() => void again()}>
          Try again
        </button>
      </MessagePage>
    </>
  );
}

function Looking() {
  return (
    <>
      <PageTop />
      <MessagePage phase="loading" title="Looking for the world…">
        <p class="soft">
          This takes a moment. <a href="/">To the start page</a>
        </p>
      </MessagePage>
    </>
  );
}
