import { type Signal, useSignal } from "@preact/signals";
import type { ExitView, SceneView, ThingView } from "../../core/protocol/world-frames.ts";
import { Heading } from "../shared/heading.tsx";
import { DeedMenu } from "./deed-menu.tsx";
import { type Deed, deedsWith, deedsWithCarried, deedsWithDoor } from "./deeds.ts";
import { useKeptFocus } from "./kept-focus.ts";
import { capital, grouped, isSomebody } from "./scene-words.ts";
import { act, type WorldStay } from "./world-stay.ts";

interface PlaceCardProps {
  stay: WorldStay;
  scene: SceneView;
  you: NonNullable<SceneView["you"]>;
  /** The open menu, where it can be opened from outside of the card. */
  open?: Signal<string | null>;
}

/** The menu of a thing that is here, as `open` names it; `null` if it is not here. */
export function menuOf({ exits, things }: SceneView, entity: number): string | null {
  const thing = things.find((one) => one.entity === entity);
  if (!thing) return null;
  const exit = thing.kind === "door" ? exits.find(({ door }) => door?.name === thing.name) : undefined;
  return exit ? wayMenu(exit) : thingMenu(HERE, thing);
}

const HERE = "Here";
const wayMenu = ({ direction }: ExitView) => `way ${direction}`;
const thingMenu = (title: string, { kind, name }: ThingView) => `${title} ${kind} ${name}`;

/** What every part of the card needs; `open` names the one menu that is open. */
interface Menus {
  stay: WorldStay;
  open: Signal<string | null>;
}

/** Where one is: the ways out, who and what is here, and what one carries. One for each area. */
export function PlaceCard({ stay, scene, you, open }: PlaceCardProps) {
  const own = useSignal<string | null>(null);
  const menus: Menus = { stay, open: open ?? own };
  const kept = useKeptFocus<HTMLElement>();
  const people = scene.things.filter(isSomebody);
  // Doors stand with the exits that they are in.
  const doors = new Set(scene.exits.map(({ door }) => door?.name));
  const things = scene.things.filter(
    (thing) => !isSomebody(thing) && !(thing.kind === "door" && doors.has(thing.name)),
  );
  return (
    <section class="place card" aria-label="Where you are" tabIndex={-1} {...kept}>
      <Heading>{scene.title}</Heading>
      <p class="telling">{scene.description}</p>
      <WaysOut menus={menus} exits={scene.exits} />
      <Things menus={menus} title={HERE} things={[...people, ...things]} deeds={deedsWith} />
      <Things menus={menus} title="You carry" things={you.carries} deeds={(thing) => deedsWithCarried(thing, people)} />
      {you.sitting && (
        <p class="row">
          <span class="soft">You are sitting.</span>
          <button type="button" class="chip" onClick={() => void act(stay, "stand")}>
            Stand up
          </button>
        </p>
      )}
    </section>
  );
}

function WaysOut({ menus, exits }: { menus: Menus; exits: ExitView[] }) {
  if (exits.length === 0) return <p class="soft">There is no way out.</p>;
  return (
    <nav aria-labelledby="ways-title">
      <h2 id="ways-title">Ways out</h2>
      <ul class="chips">
        {exits.map((exit) => (
          <Way key={exit.direction} menus={menus} exit={exit} />
        ))}
      </ul>
    </nav>
  );
}

function Way({ menus: { stay, open }, exit }: { menus: Menus; exit: ExitView }) {
  const { direction, title, door } = exit;
  const go = (
    <button type="button" class="chip way" onClick={() => void act(stay, direction)}>
      <b>{capital(direction)}</b>
      <span class="soft">{title}</span>
    </button>
  );
  if (!door) return <li>{go}</li>;
  return (
    <DeedMenu
      stay={stay}
      open={open}
      id={wayMenu(exit)}
      before={door.name}
      label={door.open ? "open" : "closed"}
      deeds={deedsWithDoor(direction, door)}
    >
      {go}
    </DeedMenu>
  );
}

interface ThingsProps {
  menus: Menus;
  title: string;
  things: readonly ThingView[];
  deeds(thing: ThingView): Deed[];
}

function Things({ menus: { stay, open }, title, things, deeds }: ThingsProps) {
  if (things.length === 0) return null;
  return (
    <div>
      <h2>{title}</h2>
      <ul class="chips">
        {grouped(things).map(({ thing, count }) => (
          <DeedMenu
            key={`${thing.kind} ${thing.name}`}
            stay={stay}
            open={open}
            id={thingMenu(title, thing)}
            label={[thing.name, count > 1 ? `× ${count}` : "", notes(thing)].filter(Boolean).join(" ")}
            deeds={deeds(thing)}
          />
        ))}
      </ul>
    </div>
  );
}

/** How a thing stands, where that is to be seen. */
function notes({ sitting, state }: ThingView): string {
  if (sitting) return "(sitting)";
  return state ? `(${state})` : "";
}
