import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Interfaces, isOnLink, lanLinks } from "./lan-links.ts";
import { hostName, instanceName, type LanRecord, lanRecords, negativeAnswer } from "./lan-records.ts";
import { type Claim, canonicalAddress, conflictIn, losesTie } from "./name-conflict.ts";

const claim: Claim = {
  names: { host: "skerry.local", instance: "Skerry on Attic" },
  services: [{ type: "_http._tcp", port: 8787, text: [] }],
  ownAddresses: new Set(["10.0.0.5", canonicalAddress("fd00:0:0:0:0:0:0:5")]),
};
const address = (data: string, type = "A", name = "skerry.local"): LanRecord => ({ name, type, ttl: 120, data });
const service = (target: string, port: number): LanRecord => {
  return { name: "Skerry on Attic._http._tcp.local", type: "SRV", ttl: 120, data: { target, port } };
};
const told = (...answers: LanRecord[]) => conflictIn({ type: "response", answers }, claim);

describe("a conflict about names", () => {
  it("is another machine with the host's name, however it is written", () => {
    expect(told(address("10.0.0.6"))).toEqual({ host: true, instance: false });
    expect(told(address("10.0.0.6", "A", "SKERRY.Local")).host).toBe(true);
    expect(told(address("fd00::6", "AAAA")).host).toBe(true);
    expect(conflictIn({ additionals: [address("10.0.0.6")] }, claim).host).toBe(true);
  });

  it("is no echo, no goodbye, and nothing about other names", () => {
    const none = { host: false, instance: false };
    expect(told(address("10.0.0.5"), address("fd00::5", "AAAA"), service("skerry.local", 8787))).toEqual(none);
    expect(told({ ...address("10.0.0.6"), ttl: 0 })).toEqual(none);
    expect(told(address("10.0.0.6", "A", "skerry-2.local"))).toEqual(none);
    expect(told({ ...service("other.local", 80), name: "Skerry on Cellar._http._tcp.local" })).toEqual(none);
    expect(told({ ...service("other.local", 80), data: "nonsense" })).toEqual(none);
    expect(conflictIn({}, claim)).toEqual(none);
  });

  it("is another node with the services' name, also on the same machine", () => {
    expect(told(service("skerry.local", 8788))).toEqual({ host: false, instance: true });
    expect(told(service("cellar.local", 8787))).toEqual({ host: false, instance: true });
  });
});

describe("a tie", () => {
  it("goes to the greater address, by its bytes and not by its digits", () => {
    const against = (...data: string[]) =>
      losesTie({ authorities: data.map((one) => address(one)) }, claim, ["10.0.0.5"]);
    expect(against("10.0.0.40")).toBe(true);
    expect(against("10.0.0.4")).toBe(false);
    expect(against("9.255.255.255")).toBe(false);
    expect(against("10.0.0.5")).toBe(false);
    expect(against()).toBe(false);
  });

  it("goes to the greater place where only services are asked for", () => {
    expect(losesTie({ authorities: [service("skerry.local", 8788)] }, claim, [])).toBe(true);
    expect(losesTie({ authorities: [service("skerry.local", 8786)] }, claim, [])).toBe(false);
    expect(losesTie({ authorities: [service("tower.local", 8787)] }, claim, [])).toBe(true);
    expect(losesTie({ authorities: [service("skerry.local", 8787)] }, claim, [])).toBe(false);
  });

  it("is lost by exactly one of two", () => {
    const ipv4 = fc.array(fc.ipV4(), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(ipv4, ipv4, (one, other) => {
        fc.pre(!one.some((each) => other.includes(each)));
        const loses = (own: string[], theirs: string[]) =>
          losesTie({ authorities: theirs.map((each) => address(each)) }, { ...claim, ownAddresses: new Set(own) }, own);
        expect(loses(one, other)).not.toBe(loses(other, one));
      }),
    );
  });
});

describe("names", () => {
  it("count from the second", () => {
    expect([1, 2, 10].map((nth) => hostName("skerry", nth))).toEqual([
      "skerry.local",
      "skerry-2.local",
      "skerry-10.local",
    ]);
    expect(instanceName("St. John's", 1)).toBe("Skerry on St- John's");
    expect(instanceName("Attic", 3)).toBe("Skerry on Attic (3)");
  });

  it("fit into a label, and are whole letters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 120 }), fc.integer({ min: 1, max: 99 }), (name, nth) => {
        const label = instanceName(name, nth);
        expect(Buffer.byteLength(label)).toBeLessThanOrEqual(63);
        expect(label.isWellFormed()).toBe(true);
        expect(label).not.toMatch(/[.\p{Cc}]/u);
      }),
    );
  });
});

describe("links", () => {
  const none = { netmask: "255.255.255.0", mac: "02:00:00:00:00:01", internal: false, cidr: null };
  const ipv4 = (address: string) => ({ ...none, address, family: "IPv4" as const });
  const ipv6 = (address: string, scopeid = 0) => ({ ...none, address, family: "IPv6" as const, scopeid });
  const interfaces: Interfaces = {
    lo: [{ ...ipv4("127.0.0.1"), internal: true }],
    eth0: [ipv4("192.168.1.5"), ipv6("fe80::1", 2), ipv6("fd00::5")],
    wlan0: [ipv4("192.168.7.5"), ipv4("192.168.7.6")],
    wwan0: [ipv6("2001:db8::5")],
  };
  const linksFor = (host: string) => lanLinks(interfaces, host).map(({ name, ipv4, ipv6 }) => ({ name, ipv4, ipv6 }));

  it("are those on which the servers can be reached, with the addresses that reach them", () => {
    const wlan0 = { name: "wlan0", ipv4: ["192.168.7.5", "192.168.7.6"], ipv6: [] };
    expect(linksFor("0.0.0.0")).toEqual([{ name: "eth0", ipv4: ["192.168.1.5"], ipv6: [] }, wlan0]);
    expect(linksFor("::")).toEqual([{ name: "eth0", ipv4: ["192.168.1.5"], ipv6: ["fd00::5"] }, wlan0]);
    expect(linksFor("192.168.7.6")).toEqual([{ name: "wlan0", ipv4: ["192.168.7.6"], ipv6: [] }]);
    expect(linksFor("fd00::5")).toEqual([{ name: "eth0", ipv4: [], ipv6: ["fd00::5"] }]);
    expect(linksFor("127.0.0.1")).toEqual([]);
    expect(lanLinks({}, "0.0.0.0")).toEqual([]);
  });

  it("know what is on them", () => {
    const [eth0] = lanLinks(interfaces, "0.0.0.0");
    if (!eth0) throw new Error("no link");
    expect(isOnLink("192.168.1.77", eth0)).toBe(true);
    for (const address of ["192.168.7.5", "8.8.8.8", "::1", "1.2.3", ""]) expect(isOnLink(address, eth0)).toBe(false);
  });

  it("say that there is no address of a kind only where there is one of the other", () => {
    const [eth0] = lanLinks(interfaces, "0.0.0.0");
    if (!eth0) throw new Error("no link");
    const records = lanRecords(claim.names, claim.services, eth0);
    const answer = negativeAnswer({ name: "Skerry.local", type: "AAAA" }, records);
    expect(answer).toMatchObject({ type: "NSEC", data: { rrtypes: ["A"] } });
    expect(negativeAnswer({ name: "skerry.local", type: "A" }, records)).toBeNull();
    expect(negativeAnswer({ name: "skerry.local", type: "TXT" }, records)).toBeNull();
    expect(negativeAnswer({ name: "other.local", type: "AAAA" }, records)).toBeNull();
  });
});
