import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Person } from "../../client/words/words-ports.ts";
import type { Result } from "../../core/protocol/index.ts";
import { FileSql } from "../file-sql.ts";
import { AccountBook, GUEST_KEPT_MS, newNamesPerAddress, triesPerAddress, triesPerName } from "./accounts.ts";
import { PassphraseHasher } from "./passphrase.ts";

const HOME = "192.0.2.1";
const AWAY = "198.51.100.7";

let folder: string;
let sql: FileSql;
let nowMs: number;
let counts: Map<string, number>;
let book: AccountBook;

/** The node starts anew with the same file. */
function restart(): void {
  sql?.close();
  sql = new FileSql(join(folder, "accounts.sqlite"));
  const ports = {
    sql,
    clock: () => nowMs,
    issue: async (subject: string) => `token of ${subject}`,
    count: (name: string, by: number) => void counts.set(name, (counts.get(name) ?? 0) + by),
  };
  book = new AccountBook(ports, new PassphraseHasher({ N: 16, r: 1, p: 1 }));
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "skerry-accounts-"));
  nowMs = 1_800_000_000_000;
  counts = new Map();
  restart();
});

afterEach(() => {
  sql.close();
  rmSync(folder, { recursive: true, force: true });
});

function got(result: Result<Person>): Person {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

async function enter(name: string, passphrase: string | null = null, address = HOME): Promise<Person> {
  return got(await book.at(address).enter(name, passphrase));
}

async function refusal(name: string, passphrase: string | null, address: string) {
  const result = await book.at(address).enter(name, passphrase);
  return result.ok ? null : result.error;
}

const tokenOf = (person: Person) => person.token(null);

describe("guests", () => {
  it("take a free name at once, and are the same when they come back from there", async () => {
    expect(await book.at(HOME).find("Anna")).toBe("free");
    const anna = await enter("Anna");
    expect([anna.name, anna.isGuarded]).toEqual(["Anna", false]);
    restart();
    expect(await book.at(AWAY).find("anna")).toBe("guest");
    const again = await enter(" ANNA ");
    expect(again.name).toBe("Anna");
    expect(await tokenOf(again)).toBe(await tokenOf(anna));
    expect(await tokenOf(await enter("Ben"))).not.toBe(await tokenOf(anna));
  });

  it("keep their name from others elsewhere, also in a form that looks like it", async () => {
    await enter("Anna");
    for (const name of ["Anna", "anna", "Аnna", "A n n a"]) {
      expect((await refusal(name, null, AWAY))?.code).toBe("NAME_TAKEN");
    }
    expect((await refusal("Anna", "somebody's passphrase", AWAY))?.code).toBe("NAME_TAKEN");
  });

  it("are one subscriber with all the addresses of their IPv6 network", async () => {
    const anna = await enter("Anna", null, "2001:db8:1:2::1");
    expect(await tokenOf(await enter("Anna", null, "2001:db8:1:2:ffff::9"))).toBe(await tokenOf(anna));
    expect((await refusal("Anna", null, "2001:db8:1:3::1"))?.code).toBe("NAME_TAKEN");
  });

  it("lose their name a month after they were last there, and with it who they were", async () => {
    const anna = await enter("Anna");
    nowMs += GUEST_KEPT_MS - 1;
    expect(await tokenOf(await enter("Anna"))).toBe(await tokenOf(anna));
    nowMs += GUEST_KEPT_MS + 1;
    expect(await book.at(HOME).find("Anna")).toBe("free");
    const other = await enter("Anna", null, AWAY);
    expect(await tokenOf(other)).not.toBe(await tokenOf(anna));
  });

  it("are forgotten after that, with where they came from", async () => {
    await enter("Anna");
    const guarded = await enter("Ben");
    await book.at(HOME).guard(guarded, "open sesame");
    nowMs += GUEST_KEPT_MS + 1;
    await enter("Cleo", null, AWAY);
    const rows = sql.exec("SELECT name, address FROM accounts ORDER BY name");
    expect(rows.map((row) => ({ ...row }))).toEqual([
      { name: "Ben", address: null },
      { name: "Cleo", address: AWAY },
    ]);
  });

  it("need a name as people anywhere do", async () => {
    const codes = ["", "  ", "x".repeat(30), "x".repeat(300), "\u202e", "admin"].map(
      async (name) => (await refusal(name, null, HOME))?.code,
    );
    expect(await Promise.all(codes)).toEqual([
      ...["NAME_EMPTY", "NAME_EMPTY", "NAME_TOO_LONG", "NAME_TOO_LONG"],
      ...["NAME_NOT_ALLOWED", "NAME_NOT_ALLOWED"],
    ]);
    expect(await book.at(HOME).find("admin")).toBe("free");
  });

  it("cannot take names without end", async () => {
    for (let i = 0; i < newNamesPerAddress.most; i++) await enter(`Guest ${"abcdefghijkmnopqrstuvwxyz"[i]}`);
    const error = await refusal("One more", null, HOME);
    expect(error).toMatchObject({ code: "RATE_LIMITED", message: expect.stringContaining("Try again in 60 minutes.") });
    await enter("One more", null, AWAY);
    nowMs += newNamesPerAddress.withinMs;
    await enter("Another");
  });
});

describe("a name with a passphrase", () => {
  const SESAME = "open sesame";

  async function guarded(): Promise<Person> {
    const anna = await enter("Anna");
    expect(await book.at(HOME).guard(anna, SESAME)).toEqual({ ok: true, value: null });
    return anna;
  }

  it("is theirs from any address, and nobody's without it", async () => {
    const anna = await guarded();
    expect(anna.isGuarded).toBe(true);
    restart();
    expect(await book.at(AWAY).find("ANNA")).toBe("guarded");
    const there = await enter("anna", SESAME, AWAY);
    expect([there.name, there.isGuarded, await tokenOf(there)]).toEqual(["Anna", true, await tokenOf(anna)]);
    for (const wrong of [null, "", "open sesamE", "x".repeat(100_000)]) {
      expect((await refusal("Anna", wrong, HOME))?.code).toBe("FORBIDDEN");
    }
    nowMs += 10 * GUEST_KEPT_MS;
    expect(await tokenOf(await enter("Anna", SESAME, AWAY))).toBe(await tokenOf(anna));
  });

  it("is nowhere in the file", async () => {
    await guarded();
    sql.close();
    const file = readFileSync(join(folder, "accounts.sqlite"), "latin1");
    const log = join(folder, "accounts.sqlite-wal");
    expect(file + (existsSync(log) ? readFileSync(log, "latin1") : "")).not.toContain(SESAME);
    expect(file).toContain("scrypt$");
  });

  it("can be made with one at once, and be given another", async () => {
    const anna = await enter("Anna", SESAME);
    expect(anna.isGuarded).toBe(true);
    await book.at(HOME).guard(anna, "another sesame");
    expect((await refusal("Anna", SESAME, AWAY))?.code).toBe("FORBIDDEN");
    await enter("Anna", "another sesame", AWAY);
  });

  it("is not made with a bad one", async () => {
    const anna = await enter("Anna");
    const short = await book.at(HOME).guard(anna, "short");
    expect(short.ok ? null : short.error).toMatchObject({
      code: "BAD_REQUEST",
      message: expect.stringContaining("8 to 200"),
    });
    expect(await book.at(HOME).find("Anna")).toBe("guest");
  });

  it("belongs to the first of two guests behind one address who guards it", async () => {
    const first = await enter("Anna");
    const second = await enter("Anna");
    await book.at(HOME).guard(first, SESAME);
    const late = await book.at(HOME).guard(second, "mine, all mine");
    expect(late.ok ? null : late.error.code).toBe("FORBIDDEN");
    await enter("Anna", SESAME, AWAY);
  });

  it("is not given to somebody who has lost the name meanwhile", async () => {
    const anna = await enter("Anna");
    nowMs += GUEST_KEPT_MS + 1;
    await enter("Anna", null, AWAY);
    const late = await book.at(HOME).guard(anna, SESAME);
    expect(late.ok ? null : late.error.code).toBe("NAME_TAKEN");
  });

  it("can be guessed at only so often from one address, many at once or not", async () => {
    await guarded();
    const tries = Array.from({ length: triesPerAddress.most + 5 }, (_, i) => refusal("Anna", `wrong guess ${i}`, AWAY));
    const codes = (await Promise.all(tries)).map((error) => error?.code);
    expect(codes.filter((code) => code === "FORBIDDEN")).toHaveLength(triesPerAddress.most);
    expect(codes.filter((code) => code === "RATE_LIMITED")).toHaveLength(5);
    const limited = await refusal("Anna", SESAME, AWAY);
    expect(limited?.message).toBe("Too many wrong passphrases. Try again in 15 minutes.");
    nowMs += triesPerAddress.withinMs - 20_000;
    expect((await refusal("Anna", SESAME, AWAY))?.message).toContain("Try again in 20 seconds.");
    nowMs += 20_000;
    await enter("Anna", SESAME, AWAY);
  });

  it("can be guessed at only so often from everywhere, and its owner is not locked out by that", async () => {
    await guarded();
    for (let i = 0; i < triesPerName.most; i += 5) {
      const tries = Array.from({ length: 5 }, () => refusal("Anna", "wrong guess", `203.0.113.${i}`));
      expect((await Promise.all(tries)).map((error) => error?.code)).toEqual(Array(5).fill("FORBIDDEN"));
    }
    expect((await refusal("Anna", SESAME, AWAY))?.code).toBe("RATE_LIMITED");
    await enter("Anna", SESAME, HOME);
    expect(counts.get("account_wrong_passphrases")).toBe(triesPerName.most);
  });

  it("that was right does not count as a try", async () => {
    await guarded();
    for (let i = 0; i < triesPerAddress.most + 2; i++) await enter("Anna", SESAME, AWAY);
  });

  it("keeps who listens, also in a file of before that was kept", async () => {
    sql.exec("CREATE TABLE migrations (version INTEGER PRIMARY KEY)");
    sql.exec(`CREATE TABLE accounts (skeleton TEXT PRIMARY KEY, name TEXT NOT NULL, subject TEXT NOT NULL UNIQUE,
      address TEXT, seen INTEGER NOT NULL, secret TEXT)`);
    sql.exec("INSERT INTO migrations (version) VALUES (1)");
    const values = ["ada", "Ada", "a subject", HOME, nowMs, null];
    sql.exec(
      "INSERT INTO accounts (skeleton, name, subject, address, seen, secret) VALUES (?, ?, ?, ?, ?, ?)",
      ...values,
    );
    const ada = await enter("Ada");
    expect([await tokenOf(ada), ada.isReader]).toEqual(["token of a subject", false]);
    await ada.setReader(true);
    restart();
    const again = await enter("Ada");
    expect(again.isReader).toBe(true);
    await again.setReader(false);
    expect((await enter("Ada")).isReader).toBe(false);
    expect((await enter("Ben")).isReader).toBe(false);
  });
});
