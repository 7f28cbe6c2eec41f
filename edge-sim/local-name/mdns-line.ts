import Bonjour from "bonjour-service";
import { systemCode } from "../owner-fault.ts";
import { isOnLink, type LanLink } from "./lan-links.ts";
import { goodbyes, type LanRecord, legacyAnswers, negativeAnswer } from "./lan-records.ts";
import type { LanPacket } from "./name-conflict.ts";

/** RFC 6762, 3. */
const MDNS_PORT = 5353;
/** The flag "this is the word of the one whose it is". */
const AUTHORITATIVE = 0x400;
const GOODBYE_WITHIN_MS = 500;

interface Sender {
  address: string;
  port: number;
}

type Sent = (error?: Error | null) => void;

/** What is used here of the socket that the library opens: `multicast-dns`. */
interface Multicast {
  on(event: "query" | "response", heard: (packet: LanPacket, sender: Sender) => void): void;
  on(event: "error" | "warning", heard: (error: unknown) => void): void;
  query(packet: LanPacket, sent: Sent): void;
  respond(packet: LanPacket, sent: Sent): void;
  send(packet: LanPacket & { flags: number }, to: Sender, sent: Sent): void;
}

/** What is used here of the library's responder. */
interface Responder {
  mdns: Multicast;
  register(records: LanRecord[]): void;
  unregister(records: LanRecord[]): void;
}

/** What a line tells. */
export interface LineEvents {
  /** Somebody on this link said something; also the echo of what was said here. */
  heard(packet: LanPacket): void;
  /** Something does not work. Where the socket could not be opened the line is of no use, and another may be tried. */
  failed(error: unknown, isOver: boolean): void;
}

/**
 * One link's socket for multicast DNS. Each link has its own, for answers must go out where the question came from, and
 * with the addresses that are good there; the library by itself tells every address everywhere.
 */
export class MdnsLine {
  readonly link: LanLink;
  /** Whether its socket could not be opened. */
  isOver = false;
  /** Whether what was said last could not be sent. */
  isMute = false;
  readonly #events: LineEvents;
  readonly #bonjour: Bonjour;
  readonly #responder: Responder;
  #records: LanRecord[] = [];
  #isClosed = false;

  constructor(link: LanLink, events: LineEvents) {
    this.link = link;
    this.#events = events;
    // Bound to any address: what is sent to a group does not reach a socket that is bound to an address of one machine.
    const options: object = { interface: link.address, bind: "0.0.0.0" };
    this.#bonjour = new Bonjour(options, (error: unknown) => this.#failed(error, false));
    // Its own announcements would be of every interface, and its check for others takes an echo for another.
    this.#responder = this.#bonjour["server"] as unknown as Responder;
    const { mdns } = this.#responder;
    mdns.on("error", (error) => this.#failed(error, true));
    mdns.on("warning", (error) => {
      // Packets that cannot be read come with no code, and from anybody.
      if (systemCode(error)?.startsWith("E")) this.#failed(error, false);
    });
    mdns.on("response", (packet, sender) => this.#heard(packet, sender));
    mdns.on("query", (packet, sender) => {
      this.#heard(packet, sender);
      if (isOnLink(sender.address, link)) this.#answer(packet, sender);
    });
  }

  /** Asks whether anybody has what these records claim. */
  probe(records: readonly LanRecord[]): void {
    const own = records.filter(({ flush }) => flush);
    const names = [...new Set(own.map(({ name }) => name))];
    const questions = names.map((name) => ({ name, type: "ANY" }));
    const authorities = own.map(({ name, type, ttl, data }) => ({ name, type, ttl, data }));
    this.#responder.mdns.query({ questions, authorities }, (error) => this.#sent(error));
  }

  /** Answers for these records from now on, and says so. */
  announce(records: readonly LanRecord[]): void {
    this.#withdraw();
    this.#records = [...records];
    this.#responder.register(this.#records);
    this.#responder.mdns.respond({ answers: this.#records }, (error) => this.#sent(error));
  }

  /** Answers for nothing any more, and says nothing of it: somebody else has the names. */
  fallSilent(): void {
    this.#withdraw();
  }

  /** Tells that all of it is gone, if anything was told, and closes. Waits for a moment at most. */
  async sayGoodbye(): Promise<void> {
    const gone = goodbyes(this.#records);
    this.#withdraw();
    if (gone.length > 0) {
      await new Promise<void>((resolve) => {
        const impatience = setTimeout(resolve, GOODBYE_WITHIN_MS);
        this.#responder.mdns.respond({ answers: gone }, () => {
          clearTimeout(impatience);
          resolve();
        });
      });
    }
    await this.close();
  }

  /** Closes without a word. */
  close(): Promise<void> {
    this.#isClosed = true;
    return new Promise((resolve) => {
      try {
        this.#bonjour.destroy(() => resolve());
      } catch {
        // Its socket was never open.
        resolve();
      }
    });
  }

  #withdraw(): void {
    if (this.#records.length > 0) this.#responder.unregister(this.#records);
    this.#records = [];
  }

  #heard(packet: LanPacket, sender: Sender): void {
    // Sockets of one machine hear what comes by any link; each is to know only its own.
    if (!this.#isClosed && isOnLink(sender.address, this.link)) this.#events.heard(packet);
  }

  /** What the library leaves out; the rest it has answered. */
  #answer({ id, questions = [] }: LanPacket, sender: Sender): void {
    if (this.#isClosed || this.#records.length === 0) return;
    if (sender.port !== MDNS_PORT) {
      const answers = questions.flatMap((question) => legacyAnswers(question, this.#records));
      if (answers.length === 0) return;
      const packet = {
        type: "response",
        flags: AUTHORITATIVE,
        questions,
        answers,
        ...(id === undefined ? {} : { id }),
      };
      this.#responder.mdns.send(packet, sender, (error) => this.#sent(error));
      return;
    }
    const answers = questions.flatMap((question) => negativeAnswer(question, this.#records) ?? []);
    if (answers.length > 0) this.#responder.mdns.respond({ answers }, (error) => this.#sent(error));
  }

  #sent(error: Error | null | undefined): void {
    this.isMute = Boolean(error);
    if (error) this.#failed(error, false);
  }

  #failed(error: unknown, isOver: boolean): void {
    if (this.#isClosed) return;
    this.isOver ||= isOver;
    this.#events.failed(error, isOver);
  }
}
