import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { settingOf, settings } from "./config/settings.ts";
import { HUNG_EXIT_CODE } from "./health/watchdog.ts";

const at = (path: string) => join(import.meta.dirname, path);
const read = (path: string) => readFileSync(at(path), "utf8");
const edgePackage = JSON.parse(read("package.json")) as { name: string; version: string };
const image = `${edgePackage.name}:${edgePackage.version}`;

/** Variables of ours in a text that no part of the program reads. */
function unknownVariables(text: string): string[] {
  const named = [...text.matchAll(/\b(?:SKERRY|GROQ)_[A-Z_]+\b/g)].map(([name]) => name);
  return named.filter((name) => settingOf("variable", name) === null);
}

/** A Dockerfile's instructions, comments left out and lines that go on put together. */
const instructions = read("docker/Dockerfile")
  .replace(/^#.*$/gm, "")
  .replace(/\\\n\s*/g, " ")
  .split("\n")
  .flatMap((line) => {
    const [, name, rest] = /^([A-Z]+) (.+)$/.exec(line.trim()) ?? [];
    return name && rest ? [{ name, rest }] : [];
  });
const all = (name: string) => instructions.filter((one) => one.name === name).map(({ rest }) => rest);
/** Where the stage begins that becomes the image. */
const lastStage = instructions.slice(instructions.findLastIndex(({ name }) => name === "FROM"));
const last = (name: string) => lastStage.filter((one) => one.name === name).map(({ rest }) => rest);

describe("the Dockerfile", () => {
  it("builds on pinned lines of Node 24, and copies only what there is", () => {
    expect(all("FROM")).toEqual(["node:24-bookworm-slim AS installed", "node:24-bookworm-slim"]);
    for (const copy of all("COPY")) {
      const isStage = copy.startsWith("--from=installed /opt/skerry ");
      expect([copy, isStage || copy.startsWith(`${edgePackage.name}-*.tgz `)]).toEqual([copy, true]);
    }
    expect(all("RUN").join()).toMatch(/npm install --global --prefix \/opt\/skerry --offline --ignore-scripts /);
    expect(instructions.some(({ name }) => name === "ADD")).toBe(false);
  });

  it("runs as somebody who is not root, is asked how it is, and is stopped in order", () => {
    expect(last("USER")).toEqual(["1000:1000"]);
    expect(last("HEALTHCHECK").join()).toMatch(/^--interval=\d+s .*CMD \["skerry-edge", "health"\]$/);
    expect(last("STOPSIGNAL")).toEqual(["SIGTERM"]);
    expect(last("VOLUME")).toEqual(["/data"]);
    expect(last("ENTRYPOINT")).toEqual(['["skerry-edge"]']);
    expect(last("ENV").join()).toContain("SKERRY_DATA=/data/edge");
  });

  it("names the ports and settings that the program has", () => {
    const { port, telnet, udp } = settings;
    const places = { dataFolder: "", pagesFolder: "", hostName: "", isTerminal: false };
    const tcp = [port, telnet].map((one) => `${one.fallback(places)}/tcp`);
    expect(last("EXPOSE")).toEqual([`${tcp.join(" ")} ${udp.fallback(places)}/udp 5353/udp`]);
    expect(unknownVariables(read("docker/Dockerfile"))).toEqual([]);
  });
});

describe("the Compose file", () => {
  const text = read("docker/compose.yaml");
  const { services } = parse(text) as { services: { edge: Record<string, unknown> } };

  it("runs the image of this version, and lets it do as little as can be", () => {
    expect(services.edge).toMatchObject({
      image,
      restart: "unless-stopped",
      init: true,
      network_mode: "host",
      read_only: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
      volumes: ["data:/data"],
      mem_limit: expect.any(String),
    });
    expect(services.edge).not.toHaveProperty("privileged");
    expect(services.edge).not.toHaveProperty("ports");
    expect(read("docker/Dockerfile")).toContain(`-t ${image} dist/edge`);
    expect(unknownVariables(text)).toEqual([]);
  });

  it("builds from where packing puts the package", () => {
    expect(services.edge["build"]).toEqual({
      context: "../../dist/edge",
      dockerfile: "../../edge-sim/docker/Dockerfile",
    });
    expect(readFileSync(at("../scripts/pack-edge.mjs"), "utf8")).toContain('join(root, "dist/edge")');
  });
});

describe("the service of systemd", () => {
  const path = at("systemd/skerry-edge.service");
  const text = read("systemd/skerry-edge.service");

  /** Runs systemd's own analysis; a machine without it cannot say whether the unit is right. */
  function analyze(...args: string[]): string {
    try {
      return execFileSync("systemd-analyze", [...args, path], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    } catch (error) {
      throw new Error("systemd-analyze of Debian's package systemd is needed here, and must be content", {
        cause: error,
      });
    }
  }

  it("is right, as systemd sees it, and exposes little", () => {
    analyze("verify");
    const [, level] =
      /exposure level for skerry-edge\.service: ([\d.]+)/.exec(analyze("security", "--offline=true")) ?? [];
    expect(Number(level)).toBeLessThanOrEqual(2);
  });

  it("goes with the program: what it tells, how it ends, where its data is", () => {
    for (const line of [
      "Type=notify",
      "NotifyAccess=all",
      "Restart=on-failure",
      "RestartPreventExitStatus=2",
      "KillSignal=SIGTERM",
      "StateDirectory=skerry",
      "Environment=SKERRY_DATA=/var/lib/skerry/edge",
      "SystemCallFilter=@system-service",
    ])
      expect(text.split("\n")).toContain(line);
    // JavaScript is compiled to memory that is written and then run.
    expect(text).not.toMatch(/^MemoryDenyWriteExecute=/m);
    expect(text).toContain(`(exit code ${HUNG_EXIT_CODE})`);
    expect(unknownVariables(text)).toEqual([]);
  });
});
