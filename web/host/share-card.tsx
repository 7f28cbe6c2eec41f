import { CopyField } from "../shared/copy-field.tsx";
import { JoinAddress } from "../shared/join-address.tsx";
import type { OwnRoom } from "../shared/own-rooms.ts";
import { QrCode } from "../shared/qr-code.tsx";
import { hostLink } from "./host-key.ts";

/** How people come in: the address, its QR code, and the links for screens and other devices. */
export function ShareCard({ own, joinUrl }: { own: OwnRoom; joinUrl: string }) {
  return (
    <section class="card share" aria-labelledby="share-title">
      <h2 id="share-title">Bring people in</h2>
      <div class="invite">
        <QrCode url={joinUrl} />
        <p>
          <span class="soft">Open</span>
          <JoinAddress url={joinUrl} />
          <span class="soft">or type the code</span>
          <strong class="room-code">{own.code}</strong>
        </p>
      </div>
      <CopyField label="Join link" url={joinUrl} shareTitle="Join my quiz" />
      <p class="row links">
        <a class="button" href={`/r/${own.code}`} target="_blank" rel="noopener">
          Play along
        </a>
        {own.screenUrl && (
          <a class="button" href={own.screenUrl} target="_blank" rel="noopener">
            Open the big screen
          </a>
        )}
      </p>
      <details>
        <summary>More links</summary>
        {own.screenUrl && (
          <>
            <CopyField label="Screen link" url={own.screenUrl} />
            <p class="soft">Shows the game on a projector or television. It cannot change anything.</p>
          </>
        )}
        <CopyField label="Run this room from another device" url={hostLink(own, joinUrl)} />
        <p class="soft">
          Whoever has this link is the host: send it to yourself only. It was taken out of the address bar so that a
          projector does not show it; this device remembers it.
        </p>
      </details>
    </section>
  );
}
