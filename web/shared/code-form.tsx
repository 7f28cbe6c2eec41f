import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { ROOM_CODE_LENGTH, readRoomCode } from "../../core/protocol/room-code.ts";

/** A field for a room code: spaces, dashes and small letters do no harm, and a typing error is told at once. */
export function CodeForm({ typed = "", go }: { typed?: string; go?: (code: string) => void }) {
  const text = useSignal(typed);
  const tried = useSignal(typed !== "");
  const id = useId();
  const bare = text.value.replace(/[\s-]/g, "");
  const code = readRoomCode(text.value);
  const wrong = code === null && (bare.length >= ROOM_CODE_LENGTH || tried.value) ? whyWrong(bare) : null;
  const submit = (event: Event) => {
    event.preventDefault();
    tried.value = true;
    if (code) (go ?? goToRoom)(code);
  };
  return (
    <form class="code-form" onSubmit={submit} noValidate>
      <label for={id}>Room code</label>
      <div class="row">
        <input
          id={id}
          class="code-input"
          type="text"
          inputMode="text"
          autoComplete="off"
          autoCapitalize="characters"
          spellcheck={false}
          maxLength={12}
          placeholder="7K3-WPD"
          value={text.value}
          aria-invalid={wrong !== null}
          aria-describedby={`${id}-hint`}
          onInput={(event) => {
            tried.value = false;
            text.value = event.currentTarget.value;
          }}
        />
        <button type="submit" class="primary">
          Join
        </button>
      </div>
      <p id={`${id}-hint`} class={wrong ? "problem" : "soft"} role="status">
        {wrong ?? "Six letters and digits, from the host's screen."}
      </p>
    </form>
  );
}

function whyWrong(bare: string): string {
  if (bare.length !== ROOM_CODE_LENGTH)
    return `A room code has ${ROOM_CODE_LENGTH} characters; this has ${bare.length}.`;
  if (/[^23456789CDFHJKMNPRTVWX]/i.test(bare)) return "Room codes have no vowels and no 0, 1, B, G, L, Q, S, Y or Z.";
  return "There is a typing error in this code: look at the host's screen again.";
}

function goToRoom(code: string): void {
  location.assign(`/r/${code}`);
}
