import { describe, expect, it } from "vitest";
import { addressForOthers, addressFromHere, pickAddress } from "./lan-address.ts";

const v4 = (address: string, internal = false) => ({ family: "IPv4" as const, internal, address });

describe("the address for others", () => {
  it("is one of a real network, and not of this machine's own", () => {
    const lo = [v4("127.0.0.1", true)];
    expect(pickAddress({ lo, docker0: [v4("172.17.0.1")], eth0: [v4("192.168.1.20")] })).toBe("192.168.1.20");
    expect(pickAddress({ lo, wlan0: [v4("169.254.3.4"), v4("10.0.0.2")] })).toBe("10.0.0.2");
    expect(pickAddress({ lo, docker0: [v4("172.17.0.1")] })).toBe("172.17.0.1");
    expect(pickAddress({ lo, eth0: [{ family: "IPv6", internal: false, address: "fd00::2" }] })).toBeNull();
    expect(pickAddress({})).toBeNull();
  });

  it.each(["127.0.0.1", "127.3.2.1", "localhost", "::1"])("is none where the node listens on %s", (host) => {
    expect(addressForOthers(host)).toBeNull();
  });

  it("is that on which the node listens, as it stands in a URL", () => {
    expect(addressForOthers("192.168.1.20")).toBe("192.168.1.20");
    expect(addressForOthers("fd00::2")).toBe("[fd00::2]");
    expect(addressForOthers("pi.lan")).toBe("pi.lan");
  });
});

it("from this machine a node is localhost where it listens on every address", () => {
  expect(["0.0.0.0", "::", "127.0.0.1", "fd00::2"].map(addressFromHere)).toEqual([
    "localhost",
    "localhost",
    "127.0.0.1",
    "[fd00::2]",
  ]);
});
