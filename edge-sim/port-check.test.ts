import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { listenersOf, portProblems, problemOf } from "./port-check.ts";

const shut = { dataFolder: "", pagesFolder: "", hosts: [], origins: [], metricsToken: null, secret: null };
const config = { ...shut, host: "127.0.0.1", port: 0, telnetPort: 0, udpPort: 0 };
const open: (() => void)[] = [];

afterEach(() => {
  for (const close of open.splice(0)) close();
});

function takeTcp(): Promise<number> {
  const server = createServer();
  open.push(() => server.close());
  return new Promise((done) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      done(typeof address === "object" && address ? address.port : 0);
    });
  });
}

function takeUdp(): Promise<number> {
  const socket = createSocket("udp4");
  open.push(() => socket.close());
  return new Promise((done) => socket.bind(0, "127.0.0.1", () => done(socket.address().port)));
}

const problems = (changed: object) => portProblems(listenersOf({ ...config, ...changed }));

describe("the ports of a node", () => {
  it("are free, and stay free", async () => {
    const port = await takeTcp();
    for (const close of open.splice(0)) close();
    expect(await problems({ port })).toEqual([]);
    expect(await problems({ port })).toEqual([]);
  });

  it("that are taken are all named, with the setting of each", async () => {
    const [port, telnetPort, udpPort] = [await takeTcp(), await takeTcp(), await takeUdp()];
    expect(await problems({ port, telnetPort, udpPort })).toEqual([
      `Port ${port}, for pages and the API, is taken. Choose another: --port ${port + 1}, or PORT=${port + 1}`,
      `Port ${telnetPort}, for telnet, is taken. Choose another: --telnet ${telnetPort + 1}, or SKERRY_TELNET=${telnetPort + 1}`,
      `UDP port ${udpPort} is taken. Choose another: --udp ${udpPort + 1}, or SKERRY_UDP=${udpPort + 1}`,
    ]);
  });

  it("that are off are not asked for", async () => {
    expect(listenersOf({ ...config, telnetPort: null, udpPort: null })).toHaveLength(1);
    expect(listenersOf({ ...shut, host: "127.0.0.1", port: 0 })).toHaveLength(1);
  });

  it("on an address of another machine are told once", async () => {
    expect(await problems({ host: "192.0.2.254" })).toEqual([
      "192.0.2.254 is no address of this machine. Choose another: --host 0.0.0.0, or HOST=0.0.0.0",
    ]);
  });
});

describe("an error of listening", () => {
  const listeners = listenersOf({ ...config, port: 80, telnetPort: 4000, udpPort: 8788 });
  const error = (fields: object) => Object.assign(new Error("it failed"), fields);

  it("is told as what it means for its listener", () => {
    expect(problemOf(error({ syscall: "listen", code: "EACCES", port: 80 }), listeners)).toBe(
      "Port 80, for pages and the API, is not for this user, but those from 1024 up are. Choose another: --port 8080, or PORT=8080",
    );
    expect(problemOf(error({ syscall: "listen", code: "EADDRINUSE", port: 4000 }), listeners)).toContain("for telnet");
    expect(problemOf(error({ syscall: "bind", code: "EADDRINUSE", port: 8788 }), listeners)).toContain("UDP port 8788");
    expect(problemOf(error({ syscall: "bind", code: "EMFILE", port: 8788 }), listeners)).toContain("EMFILE");
  });

  it("is left alone where it is about something else", () => {
    expect(problemOf(error({ syscall: "open", code: "ENOENT" }), listeners)).toBeNull();
    expect(problemOf(error({ syscall: "listen", code: "EADDRINUSE", port: 1 }), listeners)).toBeNull();
    expect(problemOf(error({ syscall: "connect", code: "ECONNREFUSED", port: 4000 }), listeners)).toBeNull();
    expect(problemOf("no error", listeners)).toBeNull();
  });
});
