import type { RoomView } from "../../core/protocol/server-frames.ts";
import { JoinAddress } from "../shared/join-address.tsx";
import { QrCode } from "../shared/qr-code.tsx";

/** The way in for those who come late. */
export function Invite({ joinUrl, view }: { joinUrl: string; view: RoomView }) {
  return (
    <details class="card">
      <summary>Somebody is late?</summary>
      {view.locked ? (
        <p class="notice">The room is locked. Unlock it below to let people in.</p>
      ) : (
        <div class="invite">
          <QrCode url={joinUrl} />
          <p>
            <JoinAddress url={joinUrl} />
            <span class="soft">They are in from the next question.</span>
          </p>
        </div>
      )}
    </details>
  );
}
