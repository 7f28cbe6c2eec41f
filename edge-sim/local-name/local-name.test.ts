import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, describe, expect, it } from "vitest";
import type { HeardRecord } from "../../testing/mdns-ear.ts";
import { type LanMember, TestLan } from "../../testing/test-lan.ts";

const testing = join(import.meta.dirname, "../../testing");
let lan: TestLan | null = null;

afterEach(async () => {
  await lan?.remove();
  lan = null;
});

async function until(done: () => boolean, told: () => unknown, withinMs = 15_000): Promise<void> {
  for (const end = Date.now() + withinMs; !done(); ) {
    if (Date.now() > end) throw new Error(`waited in vain: ${JSON.stringify(told())}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A program on the LAN, and the lines that it says. */
class Program {
  readonly lines: string[] = [];
  readonly child: ChildProcess;

  constructor(member: LanMember, file: string, ...args: string[]) {
    this.child = member.spawn(process.execPath, [join(testing, file), ...args]);
    if (this.child.stdout) createInterface({ input: this.child.stdout }).on("line", (line) => this.lines.push(line));
  }

  says(text: string): Promise<void> {
    return until(
      () => this.lines.some((line) => line.includes(text)),
      () => this.lines,
    );
  }
}

class Phone extends Program {
  static async join(member: LanMember): Promise<Phone> {
    const phone = new Phone(member, "mdns-ear.ts", member.address);
    await phone.says("listening");
    return phone;
  }

  get heard(): HeardRecord[] {
    return this.lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as HeardRecord);
  }

  /** Asks, and gives what comes of that type. */
  async ask(name: string, type: string, way: "ask" | "legacy" = "ask"): Promise<HeardRecord[]> {
    this.lines.length = 0;
    this.child.stdin?.write(`${way} ${name} ${type}\n`);
    const answers = () =>
      this.heard.filter((one) => one.name === name && one.way === (way === "ask" ? "multicast" : "unicast"));
    await until(
      () => answers().length > 0,
      () => this.lines,
    );
    return answers();
  }
}

const startNode = (member: LanMember, name = "Attic", port = "8787") =>
  new Program(member, "local-name-node.ts", name, port);

async function endInOrder(node: Program): Promise<void> {
  const exit = once(node.child, "exit");
  node.child.stdin?.end();
  await exit;
}

describe("the name on the LAN", () => {
  it("is answered for, with every service, and taken back at the end", async () => {
    lan = new TestLan(["node", "phone"]);
    const phone = await Phone.join(lan.member("phone"));
    const node = startNode(lan.member("node"));
    await node.says("http://skerry.local:8787");

    const address = { name: "skerry.local", type: "A", ttl: 120, flush: true, data: "10.77.0.1" };
    expect(await phone.ask("skerry.local", "A")).toContainEqual({ ...address, way: "multicast" });
    // As phones ask that have no mDNS of their own: for themselves, and to keep it for a moment only.
    const once = await phone.ask("skerry.local", "A", "legacy");
    expect(once).toEqual([{ ...address, way: "unicast", ttl: 10, flush: false }]);
    // There is no IPv6 to be reached by, which is said, so that nobody waits for it.
    expect((await phone.ask("skerry.local", "AAAA"))[0]).toMatchObject({ type: "NSEC" });

    const kinds = await phone.ask("_services._dns-sd._udp.local", "PTR");
    expect(new Set(kinds.map(({ data }) => data))).toEqual(new Set(["_http._tcp.local", "_telnet._tcp.local"]));
    const [found] = await phone.ask("_http._tcp.local", "PTR");
    expect(found?.data).toBe("Skerry on Attic._http._tcp.local");
    // What one needs next comes along.
    await until(
      () => phone.heard.some(({ type }) => type === "A"),
      () => phone.lines,
    );
    const besides = phone.heard.filter(({ name }) => name === found?.data).map(({ type, data }) => `${type} ${data}`);
    expect(new Set(besides)).toEqual(new Set(["SRV skerry.local:8787", "TXT path=/"]));
    const [telnet] = await phone.ask("Skerry on Attic._telnet._tcp.local", "SRV");
    expect(telnet?.data).toBe("skerry.local:2323");

    phone.lines.length = 0;
    await endInOrder(node);
    const gone = () => phone.heard.filter(({ ttl }) => ttl === 0).map(({ type }) => type);
    await until(
      () => gone().includes("A"),
      () => phone.lines,
    );
    expect(new Set(gone())).toEqual(new Set(["A", "PTR", "SRV", "TXT"]));
  });

  it("is another where somebody has it, and free again once they are gone", async () => {
    lan = new TestLan(["first", "second", "third", "phone"]);
    const phone = await Phone.join(lan.member("phone"));
    const first = startNode(lan.member("first"));
    await first.says("http://skerry.local:8787");
    const second = startNode(lan.member("second"));
    await second.says('http://skerry-2.local:8787 (\\"Skerry on Attic (2)\\")');
    const third = startNode(lan.member("third"), "Cellar");
    await third.says('http://skerry-3.local:8787 (\\"Skerry on Cellar\\")');
    expect((await phone.ask("skerry.local", "A")).map(({ data }) => data)).toContain("10.77.0.1");
    expect((await phone.ask("skerry-2.local", "A")).map(({ data }) => data)).toContain("10.77.0.2");
    expect((await phone.ask("skerry-3.local", "A")).map(({ data }) => data)).toContain("10.77.0.3");
    await endInOrder(first);
    expect(first.lines.at(-1)).toBe('{"name":"skerry.local","problem":null}');
    const again = startNode(lan.member("first"), "Garden");
    await again.says("http://skerry.local:8787");
  });

  it("is one's alone although two ask for it at the same moment", async () => {
    lan = new TestLan(["first", "second", "phone"]);
    const nodes = [startNode(lan.member("first"), "Attic"), startNode(lan.member("second"), "Cellar")];
    for (const node of nodes) await node.says("http://skerry");
    const names = nodes.map(({ lines }) => /skerry[-\d]*\.local/.exec(lines.join())?.[0]);
    expect(names.toSorted()).toEqual(["skerry-2.local", "skerry.local"]);
  });

  it("of two that meet later stays with one of them", async () => {
    lan = new TestLan(["first", "second", "phone"]);
    for (const name of ["first", "second"]) lan.isolate(name, true);
    const phone = await Phone.join(lan.member("phone"));
    const nodes = [startNode(lan.member("first"), "Attic"), startNode(lan.member("second"), "Cellar")];
    for (const node of nodes) await node.says("http://skerry.local");
    for (const name of ["first", "second"]) lan.isolate(name, false);
    await phone.ask("skerry.local", "A");
    const others = () => nodes.filter(({ lines }) => lines.some((line) => line.includes("http://skerry-2.local")));
    await until(
      () => others().length > 0,
      () => nodes.map(({ lines }) => lines),
    );
    const [addresses, name] = [new Set<string>(), "skerry.local"];
    for (const { data } of await phone.ask(name, "A")) addresses.add(data);
    expect(addresses.size).toBe(1);
    expect(others()).toHaveLength(1);
  });

  it("follows the addresses of the machine", async () => {
    lan = new TestLan(["node", "phone"]);
    const phone = await Phone.join(lan.member("phone"));
    const node = startNode(lan.member("node"));
    await node.says("http://skerry.local:8787");
    const { ip } = lan.member("node");
    ip("address", "delete", "10.77.0.1/24", "dev", "eth0");
    ip("address", "add", "10.77.0.99/24", "dev", "eth0");
    // Its links are looked at every 10 s.
    await until(
      () => phone.heard.some(({ type, data }) => type === "A" && data === "10.77.0.99"),
      () => phone.lines,
    );
    expect((await phone.ask("skerry.local", "A")).map(({ data }) => data)).toEqual(["10.77.0.99"]);
  });

  it("that nobody can hear is not the node's", async () => {
    lan = new TestLan(["node"]);
    lan.member("node").ip("route", "delete", "224.0.0.0/4", "dev", "eth0");
    const node = new Program(lan.member("node"), "local-name-node.ts", "Attic", "8787", "10.99.0.1");
    await node.says("ENETUNREACH");
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await endInOrder(node);
    expect(JSON.parse(node.lines.at(-1) ?? "")).toMatchObject({ name: null });
    expect(node.lines.join()).not.toContain("http://skerry");
  });

  it("that cannot be told is reported, and changes nothing", async () => {
    lan = new TestLan(["node"]);
    // Somebody else has the port, and shares it with nobody.
    const script = "require('node:dgram').createSocket('udp4').bind(5353, () => console.log('mine'))";
    const other = lan.member("node").spawn(process.execPath, ["-e", script]);
    if (other.stdout) await once(other.stdout, "data");
    const node = startNode(lan.member("node"));
    await node.says("EADDRINUSE");
    await endInOrder(node);
    expect(node.child.exitCode).toBe(0);
    expect(node.lines.at(-1)).toBe('{"name":null,"problem":"EADDRINUSE"}');
  });
});
