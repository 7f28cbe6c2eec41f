import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Kind, Machine } from "../core/machine.ts";
import type { RoomProcess } from "../edge-sim/room-process.ts";
import type { Surroundings } from "../edge-sim/socket-process.ts";
import { MemoryShell } from "../testing/memory-shell.ts";
import { blocksOf, readPage, root } from "./page.ts";

const blocks = new Map(
  blocksOf(readPage("docs/new-room-type.md")).flatMap(({ info, text }) => {
    const path = /^ts (\S+)$/.exec(info)?.[1];
    return path ? [[path, text] as const] : [];
  }),
);
/** The page's files, as if they stood in the repository. */
const built = join(root, ".build/new-room-type");
/** Which runtime each is for, as in the folder's own tsconfig. */
const runtimes = { core: [], "edge-sim": ["node"], "durable-objects": ["@cloudflare/workers-types"] };

/** As far as this test looks at a poll. */
interface Poll extends Kind {
  State: { votes: Record<string, number> };
  Setup: { question: string; options: string[] };
}

let pollMachine: Machine<Poll>;
let openPoll: (code: string, file: string, around: Surroundings) => RoomProcess<Poll>;

beforeAll(async () => {
  rmSync(built, { recursive: true, force: true });
  for (const [path, text] of blocks) {
    mkdirSync(dirname(join(built, path)), { recursive: true });
    writeFileSync(join(built, path), withImports(path, text));
  }
  ({ pollMachine } = (await import(/* @vite-ignore */ join(built, "core/poll/poll-machine.ts"))) as never);
  ({ openPoll } = (await import(/* @vite-ignore */ join(built, "edge-sim/poll-process.ts"))) as never);
});

/** Imports of files that are not on the page lead to the repository's own. */
function withImports(path: string, text: string): string {
  return text.replace(/(from ")(\.[^"]+)(")/g, (whole, before, imported, after) => {
    const target = join(dirname(path), imported);
    return blocks.has(target) ? whole : `${before}${relative(dirname(join(built, path)), join(root, target))}${after}`;
  });
}

const setup = { question: "Tea or coffee?", options: ["Tea", "Coffee"] };

/** A poll in memory, with a host. */
async function poll() {
  const shell = new MemoryShell<Poll>("259DJ9", pollMachine);
  expect(shell.runner.create(setup)).toBe(true);
  const host = await shell.enter("host", "host:h");
  const last = (id: string) => JSON.parse(shell.socket(id).texts.at(-1) ?? "{}") as Record<string, unknown>;
  return { shell, host, last, enter: (who: string) => shell.enter("player", `guest:${who}`) };
}

describe("docs/new-room-type.md", () => {
  it("has a machine of about 50 lines, and a file for each shell", () => {
    expect([...blocks.keys()]).toEqual([
      "core/poll/poll-machine.ts",
      "edge-sim/poll-process.ts",
      "durable-objects/poll-room.ts",
    ]);
    const [machine = ""] = blocks.values();
    expect(machine.slice(machine.indexOf("export const pollMachine")).split("\n").length).toBeLessThan(50);
  });

  it("is accepted by the compiler, with each runtime's own types", async () => {
    const tsc = join(root, "node_modules/.bin/tsc");
    for (const [folder, types] of Object.entries(runtimes)) {
      const config = { extends: resolve(root, "tsconfig.base.json"), include: [`${folder}/**/*.ts`] };
      const compilerOptions = {
        lib: ["ES2024"],
        types,
        composite: false,
        declaration: false,
        emitDeclarationOnly: false,
      };
      const project = join(built, `tsconfig.${folder}.json`);
      writeFileSync(project, JSON.stringify({ ...config, compilerOptions: { ...compilerOptions, noEmit: true } }));
      await expect(promisify(execFile)(tsc, ["-p", project]).catch(({ stdout }) => stdout)).resolves.toEqual({
        stdout: "",
        stderr: "",
      });
    }
  }, 60_000);
});

describe("the poll of the page", () => {
  it("takes one vote from everybody, and tells staff alone how it stands", async () => {
    const { shell, host, last, enter } = await poll();
    const [ada, ben] = [await enter("ada"), await enter("ben")];
    await shell.say(ada, { t: "vote", id: 1, option: 1 });
    await shell.say(ben, { t: "vote", option: 0 });
    expect(shell.socket(ada).texts).toContain('{"t":"ok","id":1}');
    expect(last(ada)).toMatchObject({ room: { ...setup, ended: false }, you: { vote: 1 } });
    expect(last(ada)["room"]).not.toHaveProperty("counts");
    expect(last(host)).toMatchObject({ room: { counts: [1, 1] } });
  });

  it("refuses a change of mind, an option that is none, and what is not the role's to ask", async () => {
    const { shell, host, last, enter } = await poll();
    const ada = await enter("ada");
    const refused = async (id: string, frame: object) => {
      await shell.say(id, frame);
      return (last(id)["error"] as { code: string } | undefined)?.code;
    };
    expect(await refused(ada, { t: "vote", id: 1, option: 2 })).toBe("BAD_FRAME");
    await shell.say(ada, { t: "vote", id: 2, option: 0 });
    expect(await refused(ada, { t: "vote", id: 3, option: 1 })).toBe("ALREADY_ANSWERED");
    expect(last(ada)).toMatchObject({ t: "error", id: 3 });
    expect(await refused(ada, { t: "end" })).toBe("UNKNOWN_FRAME");
    expect(await refused(host, { t: "vote", option: 0 })).toBe("UNKNOWN_FRAME");
    expect(shell.runner.state?.votes).toEqual({ ada: 0 });
  });

  it("knows a voter again, also after a crash", async () => {
    const { shell, last, enter } = await poll();
    await shell.say(await enter("ada"), { t: "vote", option: 1 });
    expect(last(await enter("ada"))).toMatchObject({ you: { vote: 1 } });
    shell.crash();
    const again = await enter("ada");
    expect(last(again)).toMatchObject({ room: setup, you: { vote: 1 } });
    await shell.say(again, { t: "vote", id: 1, option: 0 });
    expect(last(again)).toMatchObject({ error: { code: "ALREADY_ANSWERED" } });
    expect(shell.reports).toEqual([]);
  });

  it("shows everybody the result once the host has ended it", async () => {
    const { shell, host, last, enter } = await poll();
    const [ada, ben] = [await enter("ada"), await enter("ben")];
    await shell.say(ada, { t: "vote", option: 1 });
    await shell.say(host, { t: "end", id: 1 });
    for (const id of [ada, ben, host]) expect(last(id)).toMatchObject({ room: { ended: true, counts: [0, 1] } });
    await shell.say(ben, { t: "vote", id: 1, option: 1 });
    expect(last(ben)).toMatchObject({ t: "error", id: 1, error: { code: "WRONG_PHASE" } });
  });

  it("hibernates between votes, and is gone after a day", async () => {
    const { shell, last, enter } = await poll();
    const ada = await enter("ada");
    shell.hibernate();
    await shell.say(ada, { t: "vote", option: 0 });
    expect(last(ada)).toMatchObject({ you: { vote: 0 } });
    shell.advance(25 * 3_600_000);
    expect(shell.runner.state).toBeNull();
    expect([...shell.journal.all()]).toEqual([]);
  });
});

describe("the poll on the edge node", () => {
  const folder = mkdtempSync(join(tmpdir(), "skerry-poll-"));
  const surroundings: Surroundings = {
    clock: () => Date.now(),
    admit: async () => ({ ok: false, error: { code: "TOKEN_INVALID", message: "" } }),
    count: () => undefined,
    report: (error) => {
      throw error;
    },
  };

  afterAll(() => rmSync(folder, { recursive: true }));

  it("is there again when the process starts anew", () => {
    const file = join(folder, "259DJ9.sqlite");
    const room = openPoll("259DJ9", file, surroundings);
    expect(room.runner.state).toBeNull();
    expect(room.runner.create(setup)).toBe(true);
    room.stop();
    const again = openPoll("259DJ9", file, surroundings);
    expect(again.runner.state).toMatchObject(setup);
    again.stop();
  });
});
