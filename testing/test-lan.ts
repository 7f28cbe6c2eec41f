import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";

const NEEDS = "This test lays a network of its own with `ip netns`: it needs iproute2, and root.";

/** A machine on a test's network. */
export interface LanMember {
  name: string;
  address: string;
  /** Runs a program there. Its output is the caller's to read. */
  spawn(command: string, args: readonly string[]): ChildProcess;
  /** Runs `ip` there. */
  ip(...args: string[]): void;
}

/**
 * A network of machines that is nobody else's: namespaces, joined by a bridge in one more. Nothing of it reaches a real
 * interface, whatever is sent there.
 */
export class TestLan {
  readonly #prefix = `skerry-${process.pid}-`;
  readonly #members = new Map<string, LanMember>();
  readonly #children: ChildProcess[] = [];

  /** @throws where the system has no namespaces, with what it needs */
  constructor(names: readonly string[]) {
    try {
      run("ip", ["netns", "add", `${this.#prefix}hub`]);
      this.#inHub("link", "add", "br0", "type", "bridge");
      this.#inHub("link", "set", "br0", "up");
      names.forEach((name, at) => {
        this.#members.set(name, this.#join(name, `10.77.0.${at + 1}`));
      });
    } catch (error) {
      this.#removeSpaces(names);
      throw error;
    }
  }

  member(name: string): LanMember {
    const member = this.#members.get(name);
    if (!member) throw new Error(`nobody is called ${name}`);
    return member;
  }

  /** Keeps a member from hearing others that are kept so, and they from hearing it; the rest hear both. */
  isolate(name: string, isIsolated: boolean): void {
    this.#inHub("link", "set", name, "type", "bridge_slave", "isolated", isIsolated ? "on" : "off");
  }

  /** Ends every program that was started here, and takes the network away. */
  async remove(): Promise<void> {
    for (const child of this.#children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const exit = once(child, "exit");
      child.kill("SIGKILL");
      await exit;
    }
    this.#removeSpaces([...this.#members.keys()]);
  }

  #join(name: string, address: string): LanMember {
    const space = this.#prefix + name;
    const ip = (...args: string[]) => run("ip", ["-n", space, ...args]);
    run("ip", ["netns", "add", space]);
    this.#inHub("link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", space);
    this.#inHub("link", "set", name, "master", "br0", "up");
    ip("link", "set", "lo", "up");
    ip("address", "add", `${address}/24`, "dev", "eth0");
    ip("link", "set", "eth0", "up");
    ip("route", "add", "224.0.0.0/4", "dev", "eth0");
    const start = (command: string, args: readonly string[]) => {
      const child = spawn("ip", ["netns", "exec", space, command, ...args], { stdio: ["pipe", "pipe", "inherit"] });
      this.#children.push(child);
      return child;
    };
    return { name, address, ip, spawn: start };
  }

  #inHub(...args: string[]): void {
    run("ip", ["-n", `${this.#prefix}hub`, ...args]);
  }

  #removeSpaces(names: readonly string[]): void {
    for (const name of ["hub", ...names]) spawnSync("ip", ["netns", "delete", this.#prefix + name]);
  }
}

function run(command: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${NEEDS}\n${command} ${args.join(" ")}: ${error?.message ?? stderr}`);
}
