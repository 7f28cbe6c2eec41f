import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** How long a switch shows what was asked for before it believes the room again. */
const SETTLE_MS = 1_000;

interface SwitchProps {
  label: string;
  /** How it stands, as far as the room has said. */
  on: boolean;
  /** Asks the room to change it; false if it would not. */
  set(on: boolean): Promise<boolean>;
}

/** A checkbox whose truth is elsewhere: shows at once what was asked for, then what became of it. */
export function Switch({ label, on, set }: SwitchProps) {
  const wanted = useSignal<boolean | null>(null);
  useEffect(() => {
    wanted.value = null;
  }, [on]);
  const change = async (next: boolean) => {
    wanted.value = next;
    if (await set(next)) setTimeout(() => (wanted.value = null), SETTLE_MS);
    else wanted.value = null;
  };
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={wanted.value ?? on}
        onChange={({ currentTarget }) => void change(currentTarget.checked)}
      />
      {label}
    </label>
  );
}
