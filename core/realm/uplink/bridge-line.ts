import type { Allowance } from "../../allowance.ts";
import type {
  UplinkAck,
  UplinkError,
  UplinkEvents,
  UplinkHello,
  UplinkKinds,
  UplinkRealm,
  UplinkWelcome,
} from "../../protocol/uplink-frames.ts";
import type { Json } from "../../world/script-port.ts";
import { bridgeOf } from "../directory/bridge.ts";
import { bridgeTo } from "../directory/bridge-names.ts";
import type { DirectoryEvent } from "../directory/record.ts";
import { kindsWanted, type UplinkDirectory } from "./uplink-directory.ts";

export interface BridgeLinePorts {
  readonly directory: UplinkDirectory;
  /** How many new events are taken. */
  readonly allowance: Allowance;
  send(text: string): void;
  /** There were more; what is not acknowledged comes again. */
  limited(): void;
  clock(): number;
  count(name: string, by: number): void;
  report(error: unknown, where: string): void;
}

/**
 * What became of a frame. `news`: it said something new. `nothing`: it did not, or was refused. `broken`: it could not be
 * kept, or the ends do not agree where numbers stand: both are mended by beginning the line anew.
 */
export type Taken = "news" | "nothing" | "broken";

export type UplinkFrame =
  | UplinkHello
  | UplinkWelcome
  | UplinkKinds
  | UplinkEvents
  | UplinkAck
  | UplinkRealm
  | UplinkError;

/** One end of a bridge while a socket carries it: the same at both ends. `node` is the other end. */
export class BridgeLine {
  readonly node: string;
  readonly #ports: BridgeLinePorts;
  #toldKinds = "";
  #turns = -1;

  constructor(node: string, ports: BridgeLinePorts) {
    this.node = node;
    this.#ports = ports;
  }

  say(frame: UplinkFrame): void {
    this.#ports.send(JSON.stringify(frame));
  }

  /** The kinds that are to come over the bridge; from now on they count as told. */
  kinds(): string[] {
    const { directory } = this.#ports.directory;
    this.#turns = directory.turns;
    const kinds = kindsWanted(directory, bridgeTo(this.node));
    this.#toldKinds = JSON.stringify(kinds);
    return kinds;
  }

  /** Tells them, where they are others than those that were told. */
  tellKinds(): void {
    // A directory that was read anew counts anew; then this looks once too often.
    if (this.#ports.directory.directory.turns === this.#turns) return;
    const before = this.#toldKinds;
    const kinds = this.kinds();
    if (this.#toldKinds !== before) this.say({ t: "kinds", kinds });
  }

  deliver(events: readonly DirectoryEvent[]): void {
    const said = events.map(({ sequence: seq, after, realm, kind, data }) => ({ seq, after, realm, kind, data }));
    this.say({ t: "events", events: said });
  }

  take(frame: UplinkKinds | UplinkEvents | UplinkAck): Taken {
    try {
      switch (frame.t) {
        case "events":
          return this.#takeEvents(frame);
        case "ack":
          return this.#takeAck(frame);
        case "kinds": {
          const realm = bridgeTo(this.node);
          return this.#ports.directory.change({ type: "subscribe", realm, kinds: frame.kinds }).ok
            ? "nothing"
            : "broken";
        }
      }
    } catch (error) {
      this.#ports.report(error, "uplink");
      return "broken";
    }
  }

  #takeEvents({ events }: UplinkEvents): Taken {
    const { directory, allowance, clock, count } = this.#ports;
    const known = bridgeOf(directory.directory, this.node)?.shards.get("main")?.published ?? 0;
    const fresh = events.filter(({ seq }) => seq > known).length;
    if (!allowance.take(fresh, clock())) {
      this.#ports.limited();
      return "nothing";
    }
    const bridged = events.map(({ seq: sequence, data, ...event }) => ({ ...event, sequence, data: data as Json }));
    const answer = directory.change({ type: "relay", node: this.node, events: bridged });
    if (!answer.ok || !("published" in answer)) return "broken";
    if (answer.lost) count("uplink_events_lost", answer.lost);
    this.say({ t: "ack", seq: answer.published });
    return fresh > 0 ? "news" : "nothing";
  }

  #takeAck({ seq }: UplinkAck): Taken {
    const { directory } = this.#ports;
    const before = bridgeOf(directory.directory, this.node)?.acknowledged ?? 0;
    const answer = directory.change({ type: "acknowledge", realm: bridgeTo(this.node), sequence: seq });
    if (!answer.ok) return "broken";
    return seq > before ? "news" : "nothing";
  }
}
