import type { SceneView, ThingView } from "../../core/protocol/world-frames.ts";
import { cleanText } from "../../core/telnet/text/clean-text.ts";
import type { SeenPlaces } from "./seen-places.ts";
import type { WordsPorts } from "./words-ports.ts";
import { isTalk, speechIn } from "./world-lines.ts";

/** What somebody is at, as `Char.Status` tells it. */
export type CharState = "standing" | "sitting" | "asleep" | "away" | "quiz";

const short: Record<string, string> = {
  north: "n",
  northeast: "ne",
  east: "e",
  southeast: "se",
  south: "s",
  southwest: "sw",
  west: "w",
  northwest: "nw",
  up: "u",
  down: "d",
};

const channels = [
  { name: "say", caption: "Here", command: "say" },
  { name: "emote", caption: "Deeds", command: "emote" },
  { name: "call", caption: "Realm", command: "call" },
  { name: "tell", caption: "Private", command: "tell" },
];
const playerNews = ["Room.Players", "Room.AddPlayer", "Room.RemovePlayer"];
const channelOf: Record<string, string> = { said: "say", emoted: "emote", called: "call", told: "tell" };

/** An area. */
interface Room {
  /** The realm's name in addresses. */
  realm: string;
  scene: SceneView;
  seen: SeenPlaces;
}

/** What programs are told beside the text: GMCP, in packages that clients of text worlds know. */
export class Gmcp {
  readonly #ports: Pick<WordsPorts, "wants" | "tell">;
  /** What was told last, by package: it is told again only where it is other. */
  readonly #told = new Map<string, string>();
  /** Who was here when it was last told; `null`: it was not. */
  #players: ReadonlyMap<number, string> | null = null;
  #room: Room | null = null;
  #state: CharState = "away";

  constructor(ports: Pick<WordsPorts, "wants" | "tell">) {
    this.#ports = ports;
  }

  /** How things stand, to a client that says only now what it wants to be told. */
  again(): void {
    this.#told.clear();
    this.#players = null;
    if (!this.#room) return;
    this.here(this.#room);
    this.state(this.#state);
  }

  /** Somebody is here, or what is here has changed. */
  here(room: Room): void {
    const { realm, scene, seen } = room;
    const isElsewhere = this.#room?.realm !== realm || this.#room.scene.area !== scene.area;
    this.#room = room;
    const name = scene.you?.name ?? "";
    this.#news("Char.Name", () => ({ name, fullname: name }));
    this.#news("Comm.Channel.List", () => channels);
    this.#news("Room.Info", () => roomInfo(realm, scene, seen));
    this.#tellPlayers(scene.things, isElsewhere);
    this.state(scene.you?.sitting ? "sitting" : "standing");
  }

  state(state: CharState): void {
    this.#state = state;
    this.#news("Char.StatusVars", () => ({ state: "State" }));
    this.#news("Char.Status", () => ({ state }));
  }

  /** What people say, of whatever the world told. */
  heard(type: string, text: string): void {
    if (!isTalk(type) || !this.#ports.wants("Comm.Channel.Text")) return;
    const own = this.#room?.scene.you?.name ?? "";
    const talker = speechIn(text)?.talker ?? (type === "emoted" ? this.#actor(text) : null) ?? own;
    this.#tell("Comm.Channel.Text", { channel: channelOf[type] ?? type, talker, text });
  }

  /** The last that is said. */
  goodbye(reason: string): void {
    this.#tell("Core.Goodbye", reason);
  }

  /** Who does what an emote tells: of those who are here, the longest name that it begins with. */
  #actor(text: string): string | null {
    const names = [...(this.#room?.scene.things ?? []).map(({ name }) => name), this.#room?.scene.you?.name ?? ""];
    const fitting = names.filter((name) => name !== "" && text.startsWith(`${name} `));
    return fitting.sort((one, other) => other.length - one.length)[0] ?? null;
  }

  #tellPlayers(things: readonly ThingView[], isElsewhere: boolean): void {
    if (!playerNews.some((name) => this.#ports.wants(name))) {
      this.#players = null;
      return;
    }
    const now = new Map(things.flatMap(({ kind, entity, name }) => (kind === "player" ? [[entity, name]] : [])));
    const before = isElsewhere ? null : this.#players;
    this.#players = now;
    if (!before) return this.#tell("Room.Players", [...now.values()].map(player));
    for (const [entity, name] of now) if (!before.has(entity)) this.#tell("Room.AddPlayer", player(name));
    for (const [entity, name] of before) if (!now.has(entity)) this.#tell("Room.RemovePlayer", name);
  }

  /** @param made what is told: in a crowd most clients want none of it, and it is not made for them */
  #news(name: string, made: () => object): void {
    if (!this.#ports.wants(name)) return;
    const data = made();
    const text = JSON.stringify(data);
    if (this.#told.get(name) === text) return;
    this.#told.set(name, text);
    this.#tell(name, data);
  }

  #tell(name: string, data: object | string): void {
    this.#ports.tell(name, cleaned(data));
  }
}

/** Programs show what they are told, too: as in the text, nothing in it is more than text. */
function cleaned<Data extends object | string>(data: Data): Data {
  return JSON.parse(JSON.stringify(data, (_key, value) => (typeof value === "string" ? cleanText(value) : value)));
}

function player(name: string): object {
  return { name, fullname: name };
}

function roomInfo(realm: string, { area, title, realm: realmTitle, exits }: SceneView, seen: SeenPlaces): object {
  const numbers = exits.map(({ direction }) => {
    const behind = seen.behind(area, direction);
    return [short[direction] ?? direction, behind === null ? 0 : roomNumber(realm, behind)];
  });
  return { num: roomNumber(realm, area), name: title, area: realmTitle, exits: Object.fromEntries(numbers) };
}

/** A number for an area that stays the same for good, above 0: FNV-1a, 31 bits. */
export function roomNumber(realm: string, area: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${realm}:${area}`) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 1 || 1;
}
