import { useSignal } from "@preact/signals";
import { forgetOwnRoom, ownRooms } from "../shared/own-rooms.ts";

/** Rooms made on this device: the way back to them. */
export function YourRooms() {
  const rooms = useSignal(ownRooms());
  if (rooms.value.length === 0) return null;
  const forget = (code: string) => {
    forgetOwnRoom(code);
    rooms.value = ownRooms();
  };
  return (
    <section class="card your-rooms" aria-labelledby="rooms-title">
      <h2 id="rooms-title">Your rooms</h2>
      <p class="soft">Made on this device. A room goes a day after it was last used.</p>
      <ul>
        {rooms.value.map(({ code, topic, madeAt }) => (
          <li key={code}>
            <span class="what">
              <a href={`/host/${code}`}>{topic || "Quiz"}</a>
              <span class="soft">
                <code>{code}</code> ·{" "}
                {new Date(madeAt).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" })}
              </span>
            </span>
            <a href={`/results/${code}`}>Results</a>
            <button type="button" class="quiet" aria-label={`Forget room ${code} here`} onClick={() => forget(code)}>
              Forget
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
