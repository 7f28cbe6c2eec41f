import { randomBytes } from "node:crypto";
import { addressKey } from "../../api/address.ts";
import type { Accounts, Person } from "../../client/words/words-ports.ts";
import { type ErrorCode, type Failure, fail, failure, ok, type Result } from "../../core/protocol/index.ts";
import { acceptName, skeletonOf } from "../../core/quiz/names.ts";
import type { Sql } from "../../core/sql-journal.ts";
import { type AccountRow, AccountStore } from "./account-store.ts";
import { Attempts } from "./attempts.ts";
import { PassphraseHasher, passphraseFault } from "./passphrase.ts";

/** A guest's name is kept for them this long after they were last there. */
export const GUEST_KEPT_MS = 30 * 86_400_000;
/** Wrong passphrases from one address. */
export const triesPerAddress = { most: 10, withinMs: 15 * 60_000 };
/** Wrong passphrases for one name, from addresses other than its owner's last: nobody shall lock them out. */
export const triesPerName = { most: 30, withinMs: 15 * 60_000 };
/** Names that are new, from one address. */
export const newNamesPerAddress = { most: 20, withinMs: 60 * 60_000 };

/** What accounts need of their node. */
export interface AccountPorts {
  readonly sql: Sql;
  clock(): number;
  /** A guest token for this subject. */
  issue(subject: string): Promise<string>;
  count(name: string, by: number): void;
}

/**
 * The people who play by name: guests, known by the address they come from, and those whose name is guarded by a
 * passphrase. Names are compared as worlds and quizzes compare them. Passphrases are kept as hashes, and nowhere else.
 */
export class AccountBook {
  readonly #ports: AccountPorts;
  readonly #store: AccountStore;
  readonly #hasher: PassphraseHasher;
  readonly #byAddress = new Attempts(triesPerAddress);
  readonly #byName = new Attempts(triesPerName);
  readonly #newNames = new Attempts(newNamesPerAddress);
  readonly #people = new WeakMap<Person, Holder>();

  constructor(ports: AccountPorts, hasher = new PassphraseHasher()) {
    this.#ports = ports;
    this.#hasher = hasher;
    this.#store = new AccountStore(ports.sql);
  }

  /** The accounts as somebody from this address meets them. */
  at(address: string): Accounts {
    const key = addressKey(address);
    return {
      find: async (name) => this.#standing(skeletonOf(name)),
      enter: (name, passphrase) => this.#enter(key, name, passphrase),
      fault: passphraseFault,
      guard: (person, passphrase) => this.#guard(person, passphrase),
    };
  }

  #standing(skeleton: string): "free" | "guest" | "guarded" {
    const row = this.#current(skeleton);
    if (!row) return "free";
    return row.secret === null ? "guest" : "guarded";
  }

  async #enter(key: string, typed: string, passphrase: string | null): Promise<Result<Person>> {
    const accepted = acceptName(typed, new Set());
    if (!accepted.ok) return accepted;
    const { name, skeleton } = accepted.value;
    const row = this.#current(skeleton);
    if (row && row.secret !== null) return this.#unlock(key, row, row.secret, passphrase);
    if (row && row.address !== key) return fail("NAME_TAKEN");
    const guest = row ? ok(row) : this.#add(key, name, skeleton);
    if (!guest.ok) return guest;
    const person = this.#welcome(key, guest.value, false);
    if (passphrase === null) return ok(person);
    const guarded = await this.#guard(person, passphrase);
    return guarded.ok ? ok(person) : guarded;
  }

  async #unlock(key: string, row: AccountRow, secret: string, passphrase: string | null): Promise<Result<Person>> {
    if (passphrase === null) return forbidden(`The name ${row.name} needs its passphrase.`);
    const nowMs = this.#ports.clock();
    const waitMs = Math.max(
      this.#byAddress.waitMs(key, nowMs),
      row.address === key ? 0 : this.#byName.waitMs(row.skeleton, nowMs),
    );
    if (waitMs > 0) return this.#limited("Too many wrong passphrases.", waitMs);
    if (this.#hasher.isBusy) return this.#limited("Too many people are coming in.", 10_000);
    this.#byAddress.add(key, nowMs);
    this.#byName.add(row.skeleton, nowMs);
    if (passphraseFault(passphrase) || !(await this.#hasher.matches(passphrase, secret))) {
      this.#ports.count("account_wrong_passphrases", 1);
      return forbidden(`That is not the passphrase of ${row.name}.`);
    }
    this.#byAddress.remove(key);
    this.#byName.remove(row.skeleton);
    return ok(this.#welcome(key, row, true));
  }

  #add(key: string, name: string, skeleton: string): Result<AccountRow> {
    const nowMs = this.#ports.clock();
    const waitMs = this.#newNames.waitMs(key, nowMs);
    if (waitMs > 0) return this.#limited("Too many new names came from your address.", waitMs);
    this.#newNames.add(key, nowMs);
    this.#store.forget(nowMs - GUEST_KEPT_MS);
    const subject = randomBytes(16).toString("hex");
    const row = { skeleton, name, subject, address: key, seenMs: nowMs, secret: null, isReader: false };
    this.#store.add(row);
    this.#ports.count("accounts_made", 1);
    return ok(row);
  }

  #welcome(key: string, row: AccountRow, isProven: boolean): Person {
    this.#store.seen(row.subject, key, this.#ports.clock());
    const holder: Holder = { subject: row.subject, skeleton: row.skeleton, isProven };
    const issue = () => this.#ports.issue(row.subject);
    const person: Person = {
      name: row.name,
      get isGuarded() {
        return holder.isProven;
      },
      isReader: row.isReader,
      setReader: async (on) => this.#store.setReader(row.subject, on),
      token: (_refused: ErrorCode | null) => issue(),
    };
    this.#people.set(person, holder);
    return person;
  }

  async #guard(person: Person, passphrase: string): Promise<Result<null>> {
    const holder = this.#people.get(person);
    if (!holder) throw new Error("this person did not come in here");
    const error = passphraseFault(passphrase);
    if (error) return { ok: false, error };
    if (this.#hasher.isBusy) return this.#limited("Too many people are coming in.", 10_000);
    const secret = await this.#hasher.hash(passphrase);
    const row = this.#store.find(holder.skeleton);
    if (row?.subject !== holder.subject) return fail("NAME_TAKEN");
    // Two guests behind one address may go by one name: it is whose passphrase comes first.
    if (row.secret !== null && !holder.isProven) return forbidden("This name has got a passphrase meanwhile.");
    this.#store.guard(holder.subject, secret);
    holder.isProven = true;
    return ok(null);
  }

  /** Whose name it is; guests who were not seen for long have lost it. */
  #current(skeleton: string): AccountRow | null {
    const row = this.#store.find(skeleton);
    const isForgotten = row?.secret === null && row.seenMs < this.#ports.clock() - GUEST_KEPT_MS;
    return isForgotten ? null : row;
  }

  #limited(reason: string, waitMs: number): { ok: false; error: Failure } {
    this.#ports.count("account_limited", 1);
    const error = failure("RATE_LIMITED", { waitMs: Math.ceil(waitMs) });
    return { ok: false, error: { ...error, message: `${reason} Try again in ${inWords(waitMs)}.` } };
  }
}

/** Who a person is, and whether they have shown or chosen the passphrase of their name. */
interface Holder {
  readonly subject: string;
  readonly skeleton: string;
  isProven: boolean;
}

function forbidden(message: string): { ok: false; error: Failure } {
  return { ok: false, error: { ...failure("FORBIDDEN"), message } };
}

function inWords(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  return seconds <= 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}
