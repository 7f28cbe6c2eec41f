import type { Verb } from "./codes.ts";

/** Whose option it is: what we do, or what the other end does. */
export type Side = "us" | "them";

/** What changed: the option is on from now on, or off. */
export interface Change {
  side: Side;
  option: number;
  isOn: boolean;
}

/** How an option stands; `wants-no-then-yes`: it was asked for again before it was off. */
type State = "no" | "yes" | "wants-no" | "wants-no-then-yes" | "wants-yes" | "wants-yes-then-no";

/** What to say for yes and for no to one's own option, and to the other's. */
const words = { us: { yes: "WILL", no: "WONT" }, them: { yes: "DO", no: "DONT" } } as const;

const meanings = {
  WILL: { side: "them", isYes: true },
  WONT: { side: "them", isYes: false },
  DO: { side: "us", isYes: true },
  DONT: { side: "us", isYes: false },
} as const satisfies Record<Verb, { side: Side; isYes: boolean }>;

/** Which options are agreed to when the other end asks, and whose refusals may never be confirmed. */
export interface Policy {
  agreesTo(side: Side, option: number): boolean;
  /**
   * Options of ours whose end some clients never confirm (TinTin++ does not answer WONT ECHO). Asking for them again
   * does not wait for that, and a DONT that then comes is taken for the missing confirmation.
   */
  isOftenUnconfirmed(option: number): boolean;
}

/**
 * The Q method (RFC 1143): how both ends agree on options without ever answering what changes nothing, so that no loop
 * is possible with any peer.
 */
export class Negotiation {
  readonly #states = { us: new Map<number, State>(), them: new Map<number, State>() };
  /** Options of ours for which a confirmation of WONT may still come. */
  readonly #unconfirmed = new Set<number>();
  readonly #policy: Policy;
  readonly #send: (verb: Verb, option: number) => void;

  constructor(policy: Policy, send: (verb: Verb, option: number) => void) {
    this.#policy = policy;
    this.#send = send;
  }

  /** Whether both ends have agreed on it. */
  isOn(side: Side, option: number): boolean {
    return this.#state(side, option) === "yes";
  }

  /** Whether it was asked for and there is no answer yet. */
  isOpen(side: Side, option: number): boolean {
    return this.#state(side, option).startsWith("wants-yes");
  }

  /** Asks for an option of either side. */
  ask(side: Side, option: number): void {
    const state = this.#state(side, option);
    if (state === "wants-yes-then-no") return this.#set(side, option, "wants-yes");
    if (state === "wants-no") {
      if (side === "them" || !this.#policy.isOftenUnconfirmed(option)) {
        return this.#set(side, option, "wants-no-then-yes");
      }
      this.#unconfirmed.add(option);
    } else if (state !== "no") {
      return;
    }
    this.#set(side, option, "wants-yes");
    this.#say(side, option, true);
  }

  /** Ends an option, or the asking for it. */
  end(side: Side, option: number): void {
    const state = this.#state(side, option);
    if (state === "wants-yes") return this.#set(side, option, "wants-yes-then-no");
    if (state === "wants-no-then-yes") return this.#set(side, option, "wants-no");
    if (state !== "yes") return;
    this.#set(side, option, "wants-no");
    this.#say(side, option, false);
  }

  /** Takes a question for agreed on that the other end seems to have understood, and does not answer. */
  presume(side: Side, option: number): void {
    if (this.#state(side, option) === "wants-yes") this.#set(side, option, "yes");
  }

  /** What the other end says of an option; gives what changes by it. */
  receive(verb: Verb, option: number): Change | null {
    const { side, isYes } = meanings[verb];
    const wasOn = this.isOn(side, option);
    if (isYes) this.#receiveYes(side, option);
    else this.#receiveNo(side, option);
    const isOn = this.isOn(side, option);
    return isOn === wasOn ? null : { side, option, isOn };
  }

  #receiveYes(side: Side, option: number): void {
    if (side === "us") this.#unconfirmed.delete(option);
    switch (this.#state(side, option)) {
      case "no": {
        const agrees = this.#policy.agreesTo(side, option);
        if (agrees) this.#set(side, option, "yes");
        return this.#say(side, option, agrees);
      }
      // An error of the other end, which was told no: taken for what it should have said.
      case "wants-no":
        return this.#set(side, option, "no");
      case "wants-no-then-yes":
      case "wants-yes":
        return this.#set(side, option, "yes");
      case "wants-yes-then-no":
        this.#set(side, option, "wants-no");
        return this.#say(side, option, false);
      case "yes":
        return;
    }
  }

  #receiveNo(side: Side, option: number): void {
    if (side === "us" && this.#unconfirmed.delete(option)) return;
    switch (this.#state(side, option)) {
      case "yes":
        this.#set(side, option, "no");
        return this.#say(side, option, false);
      case "wants-no-then-yes":
        this.#set(side, option, "wants-yes");
        return this.#say(side, option, true);
      case "wants-no":
      case "wants-yes":
      case "wants-yes-then-no":
        return this.#set(side, option, "no");
      case "no":
        return;
    }
  }

  #state(side: Side, option: number): State {
    return this.#states[side].get(option) ?? "no";
  }

  #set(side: Side, option: number, state: State): void {
    this.#states[side].set(option, state);
  }

  #say(side: Side, option: number, isYes: boolean): void {
    this.#send(isYes ? words[side].yes : words[side].no, option);
  }
}
