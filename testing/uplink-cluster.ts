import type { FarReport } from "../core/realm/directory/change.ts";
import { receive } from "../core/realm/directory/inbox.ts";
import { DirectoryKeeper } from "../core/realm/directory/keeper.ts";
import type { DirectoryEvent } from "../core/realm/directory/record.ts";
import { type HostPorts, type LineKeepsake, UplinkHost } from "../core/realm/uplink/uplink-host.ts";
import { UplinkNode, type UplinkState } from "../core/realm/uplink/uplink-node.ts";
import { MemorySql } from "./memory-sql.ts";

/** A socket between a node and the upper end: what was sent is on its way until it is pumped. */
interface Cable {
  name: string;
  node: string;
  up: string[];
  down: string[];
  isOpen: boolean;
  /** The upper end has not heard that it is over. */
  isHostOpen: boolean;
  keepsake: LineKeepsake | null;
  pingMs: number | null;
  /** The node's process, until it has let go. */
  ends: UplinkNode | null;
}

/** A realm as its directory sees it; what it has heard is kept with it, whatever dies. */
export class FakeRealm {
  readonly name: string;
  heard = 0;
  published = 0;
  /** What it published that its directory has not taken. */
  outbox: { id: number; kind: string; data: number }[] = [];
  /** `origin number` of each news. */
  readonly news: string[] = [];
  isDeaf = false;

  constructor(name: string) {
    this.name = name;
  }
}

/** A directory with its realms and its ends of uplinks; its storage outlives it. */
export class Site {
  readonly name: string;
  sql = new MemorySql();
  readonly realms = new Map<string, FakeRealm>();
  keeper!: DirectoryKeeper;
  host: UplinkHost | null = null;
  node: UplinkNode | null = null;
  alarmMs = Infinity;
  timerMs = Infinity;
  life = 0;

  constructor(name: string) {
    this.name = name;
  }
}

/** Directories with uplinks between them, whose lines, lives, disks and clock are in the test's hand. */
export class UplinkCluster {
  readonly edge: Site;
  readonly nodes: Site[];
  readonly cables: Cable[] = [];
  readonly counts: Record<string, number> = {};
  readonly reports: string[] = [];
  readonly states: string[] = [];
  readonly closes: string[] = [];
  /** Everything that nodes said, and were told. */
  readonly said: string[] = [];
  readonly told: string[] = [];
  nowMs = 1_000_000;
  /** Lines that are opened stay closed. */
  isDown = false;
  #cables = 0;

  constructor(nodes: readonly string[]) {
    this.edge = this.#site("edge");
    this.#wakeHost(this.edge);
    this.nodes = nodes.map((name) => this.#site(name));
    for (const site of this.nodes) this.#wakeNode(site);
  }

  site(name: string): Site {
    const site = [this.edge, ...this.nodes].find((one) => one.name === name);
    if (!site) throw new Error(`no site ${name}`);
    return site;
  }

  /** A realm signs on, now and whenever its directory has died. */
  realm(site: Site, name: string, kinds: string[]): FakeRealm {
    const realm = site.realms.get(name) ?? new FakeRealm(name);
    site.realms.set(name, realm);
    const shards = [{ id: "main", areas: ["hall"], epoch: 1, published: realm.published - realm.outbox.length }];
    const about = { realm: name, title: name, summary: "", shards, heard: realm.heard, kinds };
    // A registrar asks again where its directory could not keep it.
    for (let isKept = false; !isKept; ) {
      try {
        isKept = site.keeper.change({ type: "register", ...about }).ok;
      } catch (error) {
        this.reports.push(`register: ${error}`);
      }
    }
    return realm;
  }

  publish(site: Site, name: string, kind: string): void {
    const realm = site.realms.get(name);
    if (!realm) throw new Error(`no realm ${name}`);
    realm.published += 1;
    realm.outbox.push({ id: realm.published, kind, data: realm.published });
    this.flush(site, realm);
  }

  /** What waits in a realm goes to its directory, if that can take it. */
  flush(site: Site, realm: FakeRealm): void {
    if (realm.outbox.length === 0) return;
    try {
      const owner = { realm: realm.name, shard: "main", epoch: 1 };
      const answer = site.keeper.change({ type: "publish", ...owner, events: realm.outbox.slice(0, 100) });
      if (!answer.ok || !("published" in answer)) throw new Error("refused");
      realm.outbox = realm.outbox.filter(({ id }) => id > answer.published);
    } catch (error) {
      this.reports.push(`publish: ${error}`);
    }
  }

  /** Messages on their way arrive, at most so many, until nothing more is said. */
  async pump(most = Infinity): Promise<void> {
    for (let i = 0; i < most; i++) {
      await settled();
      const cable = this.cables.find(({ up, down }) => up.length + down.length > 0);
      if (!cable) return;
      this.#carry(cable);
      // Every line gets its turn.
      this.cables.push(...this.cables.splice(this.cables.indexOf(cable), 1));
    }
  }

  /** Time passes: timers and alarms, and everything that is on its way arrives. */
  async pass(ms: number): Promise<void> {
    for (const end = this.nowMs + ms; this.nowMs < end; ) {
      const sites = [this.edge, ...this.nodes];
      const next = Math.min(...sites.flatMap(({ alarmMs, timerMs }) => [alarmMs, timerMs]));
      this.nowMs = Math.max(this.nowMs, Math.min(end, next));
      for (const site of sites) this.#ring(site);
      await this.pump();
    }
  }

  /** What is on its way is lost. `isSilent`: the upper end does not hear that the line is gone. */
  cut(node: string, isSilent = false): void {
    for (const cable of this.cables.filter((one) => one.node === node && one.isOpen)) this.#break(cable, isSilent);
  }

  /** A process dies, with its lines and its directory's file. */
  lose(site: Site): void {
    site.sql = new MemorySql();
    const kinds = new Map([...site.realms.values()].map(({ name }) => [name, kindsOf(site, name)]));
    this.crash(site);
    for (const [name, its] of kinds) this.realm(site, name, its);
  }

  /** A process dies, with its lines. */
  crash(site: Site): void {
    site.life += 1;
    for (const cable of this.cables) if (cable.node === site.name) cable.ends = null;
    site.alarmMs = Infinity;
    site.timerMs = Infinity;
    for (const cable of [...this.cables]) {
      if (site === this.edge || cable.node === site.name) this.#break(cable, site !== this.edge);
    }
    if (site === this.edge) this.#wakeHost(site);
    else this.#wakeNode(site);
    this.signOnAll(site);
  }

  /** The upper end's memory goes, and its lines stay. */
  hibernate(): void {
    this.edge.life += 1;
    this.edge.alarmMs = Infinity;
    this.#wakeHost(this.edge);
    this.signOnAll(this.edge);
  }

  /** Every realm speaks to its directory, as when it has just started. */
  signOnAll(site: Site): void {
    for (const { name } of site.realms.values())
      if (site.keeper.directory.realms.has(name)) this.realm(site, name, kindsOf(site, name));
  }

  #site(name: string): Site {
    const site = new Site(name);
    this.#open(site);
    return site;
  }

  #open(site: Site): void {
    const { life } = site;
    site.keeper = new DirectoryKeeper({
      sql: site.sql,
      sink: {
        deliver: async (name, events) => {
          await Promise.resolve();
          const heard = this.#hear(site, name, events);
          return life === site.life ? heard : new Promise<never>(() => undefined);
        },
      },
      clock: () => this.nowMs,
      alarm: (atMs) => {
        site.alarmMs = atMs;
      },
      report: (error, where) => void this.reports.push(`${site.name} ${where}: ${error}`),
    });
  }

  #hear(site: Site, name: string, events: readonly DirectoryEvent[]): number {
    const realm = site.realms.get(name);
    if (!realm || realm.isDeaf) throw new Error("unreachable");
    const received = receive(realm.heard, events);
    if (received.isEarly) throw new Error("early");
    realm.heard = received.heard;
    for (const { realm: origin, data } of received.events) realm.news.push(`${origin} ${data}`);
    return realm.heard;
  }

  #wakeHost(site: Site): void {
    this.#open(site);
    const ports: HostPorts = {
      directory: site.keeper,
      lines: {
        send: (name, text) => {
          const cable = this.#cable(name);
          this.told.push(text);
          if (cable?.isOpen) cable.down.push(text);
        },
        close: (name, code, reason) => {
          const cable = this.#cable(name);
          if (cable?.isHostOpen) this.closes.push(`${cable.node} ${reason}`);
          if (cable) this.#break(cable, false, code);
        },
        keep: (name, keepsake) => {
          const cable = this.#cable(name);
          if (cable) cable.keepsake = structuredClone(keepsake);
        },
        heardMs: (name) => this.#cable(name)?.pingMs ?? null,
      },
      clock: () => this.nowMs,
      count: (name, by) => this.#count(name, by),
      report: (error, where) => void this.reports.push(`edge ${where}: ${error}`),
    };
    site.host = new UplinkHost(ports, () =>
      this.cables.flatMap(({ name, keepsake, isHostOpen }) =>
        keepsake && isHostOpen ? [{ line: name, keepsake }] : [],
      ),
    );
    site.keeper.attach(site.host);
  }

  #wakeNode(site: Site): void {
    this.#open(site);
    const { life } = site;
    let cable: Cable | null = null;
    site.node = new UplinkNode(site.name, {
      directory: site.keeper,
      connect: () => {
        const opened = this.#connect(site.name);
        cable = opened;
        queueMicrotask(() => {
          if (site.life !== life) return;
          if (opened.isOpen) opened.ends?.opened();
          else opened.ends?.closed({ code: null });
        });
      },
      send: (text) => {
        this.said.push(text);
        cable?.up.push(text);
      },
      hangUp: () => {
        const letGo = cable;
        cable = null;
        if (!letGo) return;
        letGo.ends = null;
        this.#break(letGo, false);
      },
      timer: (ms) => {
        site.timerMs = this.nowMs + ms;
      },
      realms: async () => [...site.realms.values()].map(reportOf),
      clock: () => this.nowMs,
      random: () => 0.5,
      count: (name, by) => this.#count(name, by),
      report: (error, where) => void this.reports.push(`${site.name} ${where}: ${error}`),
      state: (state: UplinkState) => {
        const more = state.state === "linked" ? "" : ` ${state.code}`;
        this.states.push(`${site.name} ${state.state}${more}`);
      },
    });
    site.keeper.attach(site.node);
    site.node.start();
  }

  #connect(node: string): Cable {
    const name = `line ${++this.#cables}`;
    const isOpen = !this.isDown;
    const ends = this.site(node).node;
    const state = { isOpen, isHostOpen: isOpen, keepsake: null, pingMs: null, ends };
    const cable: Cable = { name, node, up: [], down: [], ...state };
    if (!isOpen) return cable;
    this.cables.push(cable);
    this.edge.host?.open(name, null);
    return cable;
  }

  #cable(name: string): Cable | undefined {
    return this.cables.find((one) => one.name === name);
  }

  #carry(cable: Cable): void {
    const text = cable.up.shift();
    if (text === "ping") {
      cable.pingMs = this.nowMs;
      cable.down.push("pong");
    } else if (text !== undefined) this.edge.host?.message(cable.name, text);
    const answer = cable.down.shift();
    if (answer !== undefined) cable.ends?.message(answer);
  }

  #break(cable: Cable, isSilent: boolean, code = 1006): void {
    const { isOpen } = cable;
    cable.isOpen = false;
    cable.up = [];
    cable.down = [];
    if (!isSilent && cable.isHostOpen) {
      cable.isHostOpen = false;
      this.cables.splice(this.cables.indexOf(cable), 1);
      const { host } = this.edge;
      queueMicrotask(() => {
        if (this.edge.host === host) host?.closed(cable.name);
      });
    }
    if (isOpen) queueMicrotask(() => cable.ends?.closed({ code }));
  }

  #ring(site: Site): void {
    if (site.timerMs <= this.nowMs) {
      site.timerMs = Infinity;
      site.node?.due();
    }
    if (site.alarmMs > this.nowMs) return;
    site.alarmMs = Infinity;
    try {
      site.keeper.due();
    } catch (error) {
      this.reports.push(`${site.name} alarm: ${error}`);
      site.alarmMs = this.nowMs + 1_000;
    }
  }

  #count(name: string, by: number): void {
    this.counts[name] = (this.counts[name] ?? 0) + by;
  }
}

function kindsOf({ keeper }: Site, name: string): string[] {
  const { subscriptions = [] } = keeper.directory.realms.get(name) ?? {};
  return subscriptions.flatMap(({ kind, until }) => (until === null ? [kind] : []));
}

function reportOf({ name, news }: FakeRealm): FarReport {
  const figures = { sockets: 0, ticks: 0, isAwake: false, awakeSeconds: 0, asleepSeconds: 0, eventsHeld: 0 };
  const npcs = [{ id: "greta", title: "Greta", area: "hall" }];
  return { realm: name, title: name, summary: "", areas: 1, population: news.length, npcs, ...figures };
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
