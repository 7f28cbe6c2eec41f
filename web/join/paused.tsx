/** Over a game that stands still. */
export function Paused() {
  return (
    <div class="veil">
      <p class="card" role="status">
        <strong>Paused</strong>
        <span>The host has stopped the clock. It goes on where it stood.</span>
      </p>
    </div>
  );
}
