import { isSameName, type LanNames, type LanRecord, type LanService, serviceName } from "./lan-records.ts";

/** A packet of mDNS, as the library gives it. */
export interface LanPacket {
  type?: string;
  id?: number;
  questions?: { name: string; type: string }[];
  answers?: LanRecord[];
  additionals?: LanRecord[];
  /** In a query: what its sender wants to claim (RFC 6762, 8.2). */
  authorities?: LanRecord[];
}

/** What a node claims, and how it knows itself. */
export interface Claim {
  names: LanNames;
  services: readonly LanService[];
  /** Every address of this machine, as {@link canonicalAddress} writes it: what others say of them is an echo. */
  ownAddresses: ReadonlySet<string>;
}

/** What somebody else's packet means for a claim. */
export interface Conflict {
  /** Another machine has the host's name. */
  host: boolean;
  /** Another node has the services' name. */
  instance: boolean;
}

/**
 * Whether an answer says that another has one of the names. Addresses of this machine, and services of this node, are its
 * own words, which come back by every other link and from repeaters.
 */
export function conflictIn(packet: LanPacket, claim: Claim): Conflict {
  const records = [...(packet.answers ?? []), ...(packet.additionals ?? [])].filter(({ ttl }) => ttl > 0);
  return {
    host: records.some((one) => takesHost(one, claim)),
    instance: records.some((one) => takesService(one, claim)),
  };
}

function takesHost({ name, type, data }: LanRecord, { names, ownAddresses }: Claim): boolean {
  const isAddress = type === "A" || type === "AAAA";
  return isAddress && isSameName(name, names.host) && !ownAddresses.has(canonicalAddress(String(data)));
}

function takesService(record: LanRecord, claim: Claim): boolean {
  const own = ownPlace(record, claim);
  const other = placeIn(record);
  return own !== null && other !== null && comparePlaces(own, other) !== 0;
}

/**
 * Whether another asks for the same names at the same moment, and is to have them: two who probe both hear of nobody, so
 * the one whose data is greater goes on, and the other waits and asks again (RFC 6762, 8.2).
 * @param own the IPv4 addresses that this node claims the host's name for on the link that the packet came by
 */
export function losesTie({ authorities = [] }: LanPacket, claim: Claim, own: readonly string[]): boolean {
  const others = authorities.filter((record) => record.type === "A" && takesHost(record, claim));
  if (
    others.length > 0 &&
    compareAddresses(
      others.map(({ data }) => String(data)),
      own,
    ) > 0
  )
    return true;
  return authorities.some((record) => {
    const [mine, theirs] = [ownPlace(record, claim), placeIn(record)];
    return mine !== null && theirs !== null && comparePlaces(theirs, mine) > 0;
  });
}

/** An address of IPv6 can be written in many ways; one of IPv4 in one. */
export function canonicalAddress(address: string): string {
  return address.includes(":") ? (URL.parse(`http://[${address}]`)?.hostname ?? address) : address;
}

/** Lists of IPv4 addresses in the order of their bytes; the longer one is greater where all else is equal. */
function compareAddresses(one: readonly string[], other: readonly string[]): number {
  const [sorted, against] = [one, other].map((list) => list.map(bytesOf).sort((a, b) => Buffer.compare(a, b)));
  return Buffer.compare(Buffer.concat(sorted ?? []), Buffer.concat(against ?? []));
}

function bytesOf(address: string): Buffer {
  return Buffer.from(address.split(".").map(Number));
}

/** Where a service is. */
interface Place {
  target: string;
  port: number;
}

/** Where this node's service of the record's name is; `null` if the record is of something else. */
function ownPlace({ name, type }: LanRecord, { names, services }: Claim): Place | null {
  const service = type === "SRV" ? services.find((one) => isSameName(name, serviceName(names, one))) : undefined;
  return service ? { target: names.host, port: service.port } : null;
}

function placeIn({ data }: LanRecord): Place | null {
  if (typeof data !== "object" || data === null || !("target" in data) || !("port" in data)) return null;
  return { target: String(data.target), port: Number(data.port) };
}

function comparePlaces(one: Place, other: Place): number {
  if (one.port !== other.port) return one.port - other.port;
  const [target, against] = [one.target.toLowerCase(), other.target.toLowerCase()];
  return target < against ? -1 : target > against ? 1 : 0;
}
