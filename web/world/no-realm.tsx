import { MessagePage } from "../shared/message-page.tsx";
import { PageTop } from "../shared/page-top.tsx";

/** There is nothing at this address. */
export function NoRealm() {
  return (
    <>
      <PageTop />
      <MessagePage phase="not-found" title="There is no such world">
        <p>Nothing lies at this address. Is the link complete?</p>
        <a class="button primary" href="/">
          To the start page
        </a>
      </MessagePage>
    </>
  );
}
