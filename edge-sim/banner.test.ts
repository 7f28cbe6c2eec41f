import { describe, expect, it } from "vitest";
import { bannerLines, type Listening } from "./banner.ts";

const listening: Listening = {
  name: "pi",
  version: "1.2.3",
  here: "localhost",
  onNetwork: "192.168.1.20",
  port: 8787,
  telnetPort: 4000,
  udpPort: 8788,
  localName: "skerry.local",
  dataFolder: "~/.skerry/edge",
};
const terminal = { columns: 80, rows: 24, hasColours: false };
const isQr = (line: string) => /[█▀▄]{2}/.test(line);

describe("the banner", () => {
  it("says what listens where, where data is, and how to stop", () => {
    expect(bannerLines(listening, null)).toEqual([
      "",
      "  Skerry 1.2.3 is up on pi.",
      "",
      "  Here     http://localhost:8787",
      "  Network  http://192.168.1.20:8787",
      "           http://skerry.local:8787",
      "  Telnet   telnet 192.168.1.20 4000",
      "  UDP      192.168.1.20:8788",
      "",
      "  Kept in ~/.skerry/edge",
      "  Ctrl-C stops it. Rooms and worlds go on at the next start.",
      "",
    ]);
  });

  it("leaves out what does not listen", () => {
    const text = bannerLines({ ...listening, telnetPort: null, udpPort: null, localName: null }, null).join("\n");
    expect(text).not.toMatch(/telnet|UDP|skerry\.local/i);
  });

  it("on a terminal of 80 by 24 has the QR code beside it, with room for what npm prints above", () => {
    const lines = bannerLines(listening, terminal);
    expect(lines.filter(isQr).length).toBe(14);
    expect(lines.some((line) => isQr(line) && line.endsWith("http://192.168.1.20:8787"))).toBe(true);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.length + 5).toBeLessThanOrEqual(24);
    // The longest address that there is.
    const long = bannerLines({ ...listening, onNetwork: "192.168.100.200", port: 58787 }, terminal);
    expect(long.some(isQr)).toBe(true);
  });

  it.each([
    ["is too narrow", { ...terminal, columns: 60 }],
    ["is too low", { ...terminal, rows: 20 }],
    ["is none", null],
  ])("leaves the QR code out where the terminal %s", (_, screen) => {
    expect(bannerLines(listening, screen).filter(isQr)).toEqual([]);
    expect(bannerLines(listening, screen)).toContain("  Network  http://192.168.1.20:8787");
  });

  it("shows the QR code white on black where there are colours, whatever the theme", () => {
    const lines = bannerLines(listening, { ...terminal, hasColours: true });
    const coded = lines.filter(isQr);
    for (const line of coded) expect(line).toContain("\u001b[38;5;231;48;5;16m");
    expect(lines.join("\n")).toContain("\u001b[1mSkerry 1.2.3 is up on pi.\u001b[0m");
  });

  it("says so where only this machine reaches it, and gives no QR code of that", () => {
    const lines = bannerLines({ ...listening, onNetwork: null, localName: null }, terminal);
    expect(lines.filter(isQr)).toEqual([]);
    expect(lines).toContain("  Only this machine reaches it.");
    expect(lines).toContain("  Telnet   telnet localhost 4000");
  });

  it("names one address where it listens on one", () => {
    const lines = bannerLines({ ...listening, here: "192.168.1.20" }, null);
    expect(lines.join("\n")).not.toContain("Here");
  });
});
