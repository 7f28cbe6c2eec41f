import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { limitRates } from "../api/memory-limits.ts";
import {
  ackFrame,
  closeCodes,
  errorCodes,
  failure,
  helloFrame,
  hostFrame,
  makeRoomCode,
  mayReconnect,
  playerFrame,
  type Role,
  readRoomCode,
  statusOf,
  tokenLifetimes,
} from "../core/protocol/index.ts";
import * as limits from "../core/protocol/limits.ts";
import { quizMachine } from "../core/quiz/quiz-machine.ts";
import { roomOptions } from "../core/quiz/room-options.ts";
import { fakeApi } from "../testing/fake-api-ports.ts";
import { game } from "../testing/quiz-room.ts";
import { startEdgeShell } from "./edge-shell.ts";
import { recordVisit, type Visit } from "./http-visit.ts";
import { blocksOf, codesIn, readPage, tableOf } from "./page.ts";
import { PageDecoder } from "./page-decoder.ts";
import { samplesOf } from "./page-samples.ts";
import { plainSchema, schemaOf } from "./page-schema.ts";
import { type PageTypes, readTypes } from "./page-types.ts";
import { aiGame, eventfulGame } from "./quiz-scripts.ts";
import { type DrivenShell, play, type Script, type Transcript } from "./room-driver.ts";
import { filesOf } from "./source-files.ts";

const page = readPage("docs/protocol.md");
const errors = tableOf(page, ["code", "status", "message"]).map((row) => ({
  code: codesIn(row["code"] ?? "")[0] ?? "",
  status: Number(row["status"]),
  message: row["message"],
}));
const closes = tableOf(page, ["close code", "name", "come back by yourself", "meaning"]);

/** All that a reader of the page knows. */
function typesOfPage(): PageTypes {
  const types = readTypes(
    blocksOf(page)
      .filter(({ info }) => info === "ts")
      .map(({ text }) => text)
      .join("\n"),
  );
  types.set("ErrorCode", { kind: "union", of: errors.map(({ code }) => ({ kind: "literal", value: code })) });
  return types;
}

const types = typesOfPage();
const decoder = new PageDecoder(types);

/** A game as it was recorded: what each connection sent and was sent. */
interface Recording {
  said: [id: string, frame: object | string | Uint8Array][];
  heard: Transcript;
}

let shell: DrivenShell;
const recordings: Recording[] = [];
let visit: Visit;

async function record(code: string, options: object, ai: boolean, script: Script): Promise<void> {
  const said: Recording["said"] = [];
  const heard = await play(shell, { code, options: roomOptions.parse(options), ai }, function* (soFar) {
    for (const step of script(soFar)) {
      if (step.do === "say") said.push([step.id, step.frame]);
      yield step;
    }
  });
  recordings.push({ said, heard });
}

beforeAll(async () => {
  shell = await startEdgeShell();
  await record("22223R", { questions: 4, topic: "space" }, false, eventfulGame);
  await record("22224P", { questions: 5, seconds: 10 }, true, aiGame);
  visit = await recordVisit();
}, 60_000);

afterAll(() => shell?.stop());

/** Every text that a server sent in the recorded games. */
function allHeard(): string[] {
  return [...recordings.flatMap(({ heard }) => Object.values(heard).flat()), ...visit.first, ...visit.again];
}

/** What a text from the server lacks by the page; `null` if nothing. */
function faultOfText(text: string): string | null {
  if (text === "pong") return null;
  const close = /^#(\d+) (.*)$/.exec(text);
  if (!close) return decoder.fault("ServerFrame", JSON.parse(text));
  const row = closes.find((row) => row["close code"] === close[1]);
  // A code below 4000 is the transport's own, as after the client's own goodbye.
  return Number(close[1]) < 4_000 || codesIn(row?.["name"] ?? "")[0] === close[2] ? null : text;
}

function roleOf({ said }: Recording, id: string): Role {
  const hello = said.find(([who, frame]) => who === id && (frame as { t?: string }).t === "hello");
  return (hello?.[1] as { role?: Role } | undefined)?.role ?? "player";
}

describe("frames from the server", () => {
  it("are all as the page describes them, in whole games", () => {
    expect(allHeard().length).toBeGreaterThan(250);
    expect(allHeard().map(faultOfText).filter(Boolean)).toEqual([]);
  });

  it("are all that the page describes: nothing in it is never sent", async () => {
    const room = game({ ai: true, questions: 2 });
    const host = await room.host();
    await room.aiWrites(({ id }) => ({ id, ok: false, code: "AI_UNAVAILABLE", reason: "http_429" }));
    for (const text of [...allHeard(), ...host.texts]) expect(faultOfText(text)).toBeNull();
    expect([...decoder.fieldsOf("ServerFrame")].filter((field) => !decoder.met.has(field))).toEqual([]);
  });

  it("have the fields that the program's types have", () => {
    const files = filesOf(["ts"]).filter((file) => /^core\/protocol\/[\w-]+\.ts$/.test(file));
    const program = new PageDecoder(readTypes(files.map((file) => typesIn(readPage(file))).join("\n")));
    for (const name of ["ServerFrame", "QuizResults"]) {
      expect(program.fieldsOf(name).size).toBeGreaterThan(20);
      expect([...decoder.fieldsOf(name)].sort()).toEqual([...program.fieldsOf(name)].sort());
    }
  });

  it("come in the order, and to the roles, that the page says", () => {
    for (const recording of recordings) {
      for (const [id, heard] of Object.entries(recording.heard)) {
        const frames = heard.filter((text) => text.startsWith("{")).map((text) => JSON.parse(text) as Frame);
        const role = roleOf(recording, id);
        const welcome = frames.findIndex(({ t }) => t === "welcome");
        expect(frames.slice(0, Math.max(0, welcome)).every(({ t }) => t === "error")).toBe(true);
        const states = frames.filter(({ t }) => t === "state");
        if (role === "player" && states[0]) expect(states[0].you).not.toBeUndefined();
        if (role !== "player") expect(states.every(({ you }) => you === undefined)).toBe(true);
        expect(states.every(({ host }) => (host !== undefined) === (role === "host"))).toBe(true);
        expect(frames.some(({ t }) => t === "roster")).toBe(role !== "player" && welcome >= 0);
        const numbers = frames.flatMap(({ seq }) => (seq === undefined ? [] : [seq]));
        expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      }
    }
  });
});

interface Frame {
  t: string;
  seq?: number;
  you?: object | null;
  host?: object;
}

/** The interfaces and unions of a source file, without the rest of its code. */
function typesIn(source: string): string {
  const declarations =
    /^export (?:interface \w+ \{[\s\S]*?^\}|type (?:PhaseView|ServerFrame|DropReason) =[\s\S]*?;(?=\n\n|\n?(?![\s\S])))/gm;
  return (source.match(declarations) ?? []).join("\n");
}

describe("frames from clients", () => {
  const accepts = {
    HelloFrame: (frame: unknown) => helloFrame.safeParse(frame).success,
    AckFrame: (frame: unknown) => ackFrame.safeParse(frame).success,
    PlayerFrame: (frame: unknown) => isObject(frame) && quizMachine.read("player", frame).ok,
    HostFrame: (frame: unknown) => isObject(frame) && quizMachine.read("host", frame).ok,
  };
  const schemas = { HelloFrame: helloFrame, AckFrame: ackFrame, PlayerFrame: playerFrame, HostFrame: hostFrame };

  for (const name of Object.keys(accepts) as (keyof typeof accepts)[]) {
    it(`${name}: the page and the program have the same fields and bounds`, () => {
      expect(schemaOf({ kind: "name", name }, types)).toEqual(plainSchema(z.toJSONSchema(schemas[name])));
    });

    it(`${name}: the page and the program take and refuse the same values`, () => {
      const samples = samplesOf({ kind: "name", name }, types);
      const verdicts = samples.map((value) => decoder.fault(name, value) === null);
      expect(verdicts).toContain(true);
      expect(verdicts).toContain(false);
      for (const [i, value] of samples.entries()) expect([value, verdicts[i]]).toEqual([value, accepts[name](value)]);
    });
  }

  it("are judged alike in whole games", () => {
    let taken = 0;
    for (const recording of recordings) {
      for (const [id, raw] of recording.said) {
        if (raw instanceof Uint8Array) continue;
        const frame = typeof raw === "string" ? parsed(raw) : raw;
        const kind = (frame as { t?: string } | null)?.t;
        const name = kind === "hello" ? "HelloFrame" : kind === "ack" ? "AckFrame" : nameFor(roleOf(recording, id));
        expect([frame, decoder.fault(name, frame) === null]).toEqual([frame, accepts[name](frame)]);
        if (accepts[name](frame)) taken += 1;
      }
    }
    expect(taken).toBeGreaterThan(60);
  });

  it("are refused with reasons that the page lists", () => {
    const source = readTypes(typesIn(readPage("core/quiz/check-question.ts"))).get("DropReason");
    expect(types.get("DropReason")).toEqual(source);
  });
});

function nameFor(role: Role): "PlayerFrame" | "HostFrame" {
  return role === "host" ? "HostFrame" : "PlayerFrame";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

describe("tables", () => {
  it("of errors has every code with its status and message", () => {
    expect(errors).toEqual(
      errorCodes.map((code) => ({ code, status: statusOf(code), message: failure(code).message })),
    );
  });

  it("of close codes has every code, and says after which to come back", () => {
    const rows = closes.map((row) => [codesIn(row["name"] ?? "")[0], Number(row["close code"])]);
    expect(Object.fromEntries(rows)).toEqual(closeCodes);
    for (const row of closes)
      expect(row["come back by yourself"]).toBe(mayReconnect(Number(row["close code"])) ? "yes" : "no");
    for (const code of [1000, 1001, 1006, 1009, 1012]) expect(mayReconnect(code)).toBe(true);
  });

  it("of limits has every limit of the program", () => {
    const rows = tableOf(page, ["name", "value", "what"]);
    const onPage = rows.map((row) => [codesIn(row["name"] ?? "")[0], Number(row["value"]?.replaceAll(",", ""))]);
    expect(Object.fromEntries(onPage)).toEqual({ ...limits });
    expect(rows.every((row) => row["what"])).toBe(true);
  });

  it("of tokens has every kind with its lifetime", () => {
    const rows = tableOf(page, ["kind", "lifetime in days", "from", "lets its holder"]);
    const onPage = rows.map((row) => [codesIn(row["kind"] ?? "")[0], Number(row["lifetime in days"]) * 86_400]);
    expect(Object.fromEntries(onPage)).toEqual(tokenLifetimes);
  });

  it("of refusals names codes and frames that exist", () => {
    const rows = tableOf(page, ["frame", "possible", "refused with"]);
    const frames = rows.flatMap((row) => codesIn(row["frame"] ?? ""));
    const known = ["PlayerFrame", "HostFrame"].flatMap((name) => kindsOf(name));
    expect(frames.sort()).toEqual(known.sort());
    const named = rows.flatMap((row) => codesIn(row["refused with"] ?? "")).filter((code) => /^[A-Z_]+$/.test(code));
    expect(named.filter((code) => !errors.some((error) => error.code === code))).toEqual([]);
  });
});

/** The `t` of every frame in a union of the page. */
function kindsOf(name: string): string[] {
  const union = types.get(name);
  if (union?.kind !== "union") throw new Error(`${name} is no union`);
  return union.of.map((way) => {
    const frame = way.kind === "name" ? types.get(way.name) : undefined;
    const t = frame?.kind === "object" ? frame.fields["t"]?.type : undefined;
    return t?.kind === "literal" ? String(t.value) : "";
  });
}

/** The lines of the example that go one way. */
function exampleLines(arrow: "→" | "←"): string[] {
  const [block, ...more] = blocksOf(page).filter(({ info }) => info === "frames");
  if (!block || more.length > 0) throw new Error("the page has one example");
  return block.text.split("\n").flatMap((line) => (line.startsWith(`${arrow} `) ? [line.slice(2)] : []));
}

describe("the example", () => {
  it("is what the page says: frames both ways", () => {
    expect(exampleLines("←").length).toBeGreaterThan(10);
    for (const text of exampleLines("←")) expect([text, faultOfText(text)]).toEqual([text, null]);
    for (const text of exampleLines("→").filter((text) => text !== "ping")) {
      const frame = JSON.parse(text) as { t: string };
      const name = { hello: "HelloFrame", ack: "AckFrame" }[frame.t] ?? "PlayerFrame";
      expect([text, decoder.fault(name, frame)]).toEqual([text, null]);
    }
  });
});

describe("room codes", () => {
  const [, alphabet = ""] = /characters from `(\w+)`/.exec(page) ?? [];

  it("use the alphabet on the page", () => {
    const drawn = new Set<string>();
    for (let byte = 0; byte < 256; byte++)
      for (const one of makeRoomCode(Uint8Array.from([byte, byte, byte, byte, 7]))) drawn.add(one);
    expect([...drawn].sort().join("")).toBe([...alphabet].sort().join(""));
  });

  it("are and are not those that the page gives as examples", () => {
    const [, good = "", bad = ""] = /^(.*) are codes; (.*) are not\./m.exec(page) ?? [];
    expect(codesIn(good)).toHaveLength(3);
    for (const code of codesIn(good)) expect(readRoomCode(code)).toBe(code);
    for (const code of codesIn(bad)) expect(readRoomCode(code)).toBeNull();
    expect(readRoomCode("259 dj-9")).toBe("259DJ9");
  });
});

describe("HTTP", () => {
  const routes = tableOf(page, ["method", "path", "token", "body", "answer"]).map((row) => ({
    name: `${row["method"]} ${codesIn(row["path"] ?? "")[0]}`,
    statuses: row["answer"]?.match(/\d{3}/g)?.map(Number) ?? [],
    shape: codesIn(row["answer"] ?? "")[0] ?? "",
  }));

  it("has the routes on the page and no others", () => {
    const known = fakeApi()
      .api.routes.filter(({ method, path }) => method !== "ALL" && /^\/(?:api|health|metrics)/.test(path))
      .map(({ method, path }) => `${method} ${path}`);
    expect(routes.map(({ name }) => name).sort()).toEqual([...new Set(known)].sort());
  });

  it("takes the wishes that the page describes", () => {
    const wishes = schemaOf({ kind: "name", name: "RoomWishes" }, types);
    expect(wishes).toEqual(plainSchema(z.toJSONSchema(roomOptions, { io: "input" })));
  });

  it("answers as the page says, from the first session to the deletion", () => {
    const visited = visit.answers.filter(({ status }) => status < 400);
    const names = visited.map(({ method, path }) => `${method} ${path}`);
    expect(routes.filter(({ name, statuses }) => !statuses.includes(101) && !names.includes(name))).toEqual([]);
    for (const { method, path, status, contentType, body } of visited) {
      const route = routes.find(({ name }) => name === `${method} ${path}`);
      expect(route?.statuses).toContain(status);
      const shape = route?.shape ?? "";
      if (types.has(shape)) expect([shape, decoder.fault(shape, body)]).toEqual([shape, null]);
      else expect(contentType).toContain(shape);
    }
  });

  it("refuses in the shape of the page, with the status of the code", () => {
    const refused = visit.answers.filter(({ status }) => status >= 400);
    expect(refused.map(({ status }) => status)).toEqual([401, 404]);
    for (const { status, body } of refused) {
      expect(decoder.fault("Refusal", body)).toBeNull();
      const { code } = (body as { error: { code: string } }).error;
      expect(errors.find((error) => error.code === code)?.status).toBe(status);
    }
  });

  it("gives tokens by which a player is known again", () => {
    const [first, again] = [visit.first, visit.again].map((texts) => texts.map((text) => JSON.parse(text) as Entry));
    expect(first?.map(({ t }) => t)).toEqual(["welcome", "state", "ok", "state"]);
    expect(again?.map(({ t }) => t)).toEqual(["welcome", "state"]);
    expect(first?.[0]?.token).toBeDefined();
    expect(again?.[0]?.token).toBeUndefined();
    expect(again?.[1]?.you).toEqual(first?.[3]?.you);
  });

  it("has the limits on the page", () => {
    const { wrongCode, makeRoom, request } = limitRates;
    expect(page).toContain(`An address that tried ${wrongCode.burst} wrong codes within a minute`);
    expect(wrongCode.perMinute).toBe(wrongCode.burst);
    expect(page).toContain(`may make ${makeRoom.burst} rooms in a minute`);
    expect(page).toContain(`allows ${makeRoom.perMinute} a minute`);
    expect(page).toContain(`limited to ${request.perMinute.toLocaleString("en")} requests a minute`);
  });
});

interface Entry {
  t: string;
  token?: string;
  you?: object | null;
}
