import type { LanLink } from "./lan-links.ts";

/** A DNS record, in the form in which the library takes and gives it. */
export interface LanRecord {
  name: string;
  type: string;
  ttl: number;
  /** RFC 6762, 10.2: this takes the place of what was known, for nobody else has records of this name. */
  flush?: boolean;
  data: unknown;
}

/** What a node is called on the LAN. */
export interface LanNames {
  /** `skerry.local` */
  host: string;
  /** What its services are called, for people: `Skerry on Attic`. */
  instance: string;
}

/** A server of the node. */
export interface LanService {
  /** `_http._tcp` */
  type: string;
  port: number;
  /** `key=value`, RFC 6763, 6. */
  text: string[];
}

/** RFC 6762, 10: addresses may change soon, the rest not. */
const ADDRESS_TTL_S = 120;
const SERVICE_TTL_S = 4_500;
/** RFC 6762, 6.7: those who know nothing of mDNS keep nothing for long. */
const LEGACY_TTL_S = 10;
const LABEL_MAX_BYTES = 63;
const ALL_SERVICES = "_services._dns-sd._udp.local";

/** `skerry.local`, `skerry-2.local`, …: the name to try after so many that were taken. */
export function hostName(base: string, nth: number): string {
  return nth === 1 ? `${base}.local` : `${base}-${nth}.local`;
}

/**
 * `Skerry on Attic`, `Skerry on Attic (2)`, …, cut to the 63 bytes of a label (RFC 6763, 4.1.1). Dots become dashes, for
 * the library takes them for the end of a label.
 */
export function instanceName(nodeName: string, nth: number): string {
  const end = nth === 1 ? "" : ` (${nth})`;
  const plain = `Skerry on ${nodeName}`.replaceAll(".", "-").replace(/\p{Cc}+/gu, " ");
  let cut = "";
  for (const letter of plain) {
    if (Buffer.byteLength(cut + letter + end) > LABEL_MAX_BYTES) break;
    cut += letter;
  }
  return cut.trimEnd() + end;
}

/** The full name of a service. */
export function serviceName({ instance }: LanNames, { type }: LanService): string {
  return `${instance}.${type}.local`;
}

/** Everything that a node tells of itself on a link. */
export function lanRecords(names: LanNames, services: readonly LanService[], link: LanLink): LanRecord[] {
  return [
    ...addressRecords(names, link),
    ...services.flatMap((service) => {
      const name = serviceName(names, service);
      const kind = `${service.type}.local`;
      const where = { priority: 0, weight: 0, port: service.port, target: names.host };
      return [
        { name: kind, type: "PTR", ttl: SERVICE_TTL_S, data: name },
        { name, type: "SRV", ttl: ADDRESS_TTL_S, flush: true, data: where },
        // One empty string where there is nothing to say, RFC 6763, 6.1.
        { name, type: "TXT", ttl: SERVICE_TTL_S, flush: true, data: service.text.length > 0 ? service.text : [""] },
        { name: ALL_SERVICES, type: "PTR", ttl: SERVICE_TTL_S, data: kind },
      ];
    }),
  ];
}

function addressRecords({ host }: LanNames, { ipv4, ipv6 }: LanLink): LanRecord[] {
  const own = { name: host, ttl: ADDRESS_TTL_S, flush: true };
  return [
    ...ipv4.map((data) => ({ ...own, type: "A", data })),
    ...ipv6.map((data) => ({ ...own, type: "AAAA", data })),
  ];
}

/** What the records are when the node goes: known for no longer. */
export function goodbyes(records: readonly LanRecord[]): LanRecord[] {
  return records.map((record) => ({ ...record, ttl: 0 }));
}

/** A question, as the library gives it. */
export interface LanQuestion {
  name: string;
  type: string;
}

/**
 * The answer to a question that came from elsewhere than mDNS's own port, as phones ask: the asker knows nothing of mDNS
 * and wants an answer for itself alone (RFC 6762, 6.7).
 */
export function legacyAnswers(question: LanQuestion, records: readonly LanRecord[]): LanRecord[] {
  const { name, type } = question;
  return records
    .filter((record) => isSameName(record.name, name) && (type === record.type || type === "ANY"))
    .map(({ name, type, ttl, data }) => ({ name, type, ttl: Math.min(ttl, LEGACY_TTL_S), data }));
}

/**
 * The answer "there is none" (RFC 6762, 6.1), where an address of one kind is asked for and there are only others:
 * without it askers wait some seconds before they use those. `null` where there is nothing of the kind to say.
 */
export function negativeAnswer(question: LanQuestion, records: readonly LanRecord[]): LanRecord | null {
  const { name, type } = question;
  if (type !== "A" && type !== "AAAA") return null;
  const types = records.filter((record) => isSameName(record.name, name)).map((record) => record.type);
  const isHost = types.includes("A") || types.includes("AAAA");
  if (!isHost || types.includes(type)) return null;
  return {
    name,
    type: "NSEC",
    ttl: ADDRESS_TTL_S,
    flush: true,
    data: { nextDomain: name, rrtypes: [...new Set(types)] },
  };
}

/** Names of DNS do not tell large from small letters. */
export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
