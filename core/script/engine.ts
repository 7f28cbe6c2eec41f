import {
  FUEL_PER_INTERRUPT,
  FUEL_RESERVE,
  SCRIPT_HEAP_MAX_BYTES,
  SCRIPT_INTERRUPTS_MAX,
  SCRIPT_STACK_MAX_BYTES,
} from "./limits.ts";
import { captureImage, findTop, type MemoryImage, PIECE_HEADER_BYTES, restoreImage } from "./memory-image.ts";
import type { Address, QuickJsExports, QuickJsImports, QuickJsModule } from "./quickjs.ts";
import { readUtf8, utf8BytesMax, writeUtf8 } from "./utf8.ts";

/** How a piece of guest code ended. A thrown value is 0 where the instance itself gave up. */
export type Outcome = { ok: true; value: Address } | { ok: false; thrown: Address };

/** An argument of the way out: text (its first 20,000 bytes), number, truth or nothing; an object is `{}`. */
export type HostValue = string | number | boolean | undefined | object;

/** Asked by guest code; what it gives is thrown there as a refusal. */
export type HostCall = (values: HostValue[]) => string | undefined;

/**
 * No typed arrays (a NaN's bits in them differ between machines; and no shared memory), no weak references (they show
 * when garbage is collected), no clock of higher resolution: dates, eval, regular expressions, JSON, proxies, maps,
 * promises and big integers.
 */
const INTRINSICS = 1 | 2 | 4 | 8 | 16 | 32 | 128 | 256;
const FLAG_STRICT = 8;
const FLAG_COMPILE_ONLY = 32;
const WASM_PAGE_BYTES = 65_536;
/** Made free at first, so that memory need not grow while scripts run. */
const RESERVE_BYTES = 2 * SCRIPT_HEAP_MAX_BYTES;
/** More than is free in one piece anywhere else, once a machine has been started. */
const PROBE_BYTES = SCRIPT_HEAP_MAX_BYTES;
/** Held for a moment, so that the last free piece begins elsewhere. */
const HELD_BYTES = 65_536;
const ARGUMENT_MAX_BYTES = 20_000;

/**
 * One machine, to be put back to a known state before each use: nothing that guest code does to it lasts, neither
 * variables nor damage. That state is an image of its memory (about 280 kB, copied in microseconds), so addresses in it hold
 * for ever, and nothing needs to be freed. No verb throws.
 */
export class Engine {
  /** What the machine's clock shows. */
  nowMs = 0;
  /** Whether guest code was stopped, since {@link allow}. */
  stopped = false;
  readonly #quickjs: QuickJsModule;
  readonly #host: HostCall;
  #exports: QuickJsExports;
  #stackTop: number;
  #topAt = 0;
  #isBroken = false;
  #allowed = 0;
  #asked = 0;
  /** Reasons of rejected promises that nobody handles, by promise. */
  readonly #rejections = new Map<number, Address>();

  constructor(quickjs: QuickJsModule, host: HostCall) {
    this.#quickjs = quickjs;
    this.#host = host;
    this.#exports = quickjs(this.#imports());
    this.#stackTop = this.#exports.__stack_pointer.value;
    this.#boot();
  }

  /** Stops guest code once it has taken this many interrupts. */
  allow(interrupts: number): void {
    this.#allowed = interrupts;
    this.#asked = 0;
    this.stopped = false;
    this.#exports.fuel.value = interrupts * FUEL_PER_INTERRUPT + FUEL_RESERVE;
  }

  /**
   * What was used up since {@link allow}: how often the interpreter has asked whether to go on, or, where that is
   * more, the fuel that went. (Within a native loop, such as `indexOf` or a product of large numbers, it does not ask.)
   */
  get interrupts(): number {
    const used = this.#allowed - (this.#exports.fuel.value - FUEL_RESERVE) / FUEL_PER_INTERRUPT;
    return Math.min(this.#allowed, Math.max(this.#asked, Math.floor(used)));
  }

  /** What {@link restore} goes back to: the present state, of a machine that has run no scripts. */
  capture(): MemoryImage {
    this.allow(SCRIPT_INTERRUPTS_MAX);
    this.#exports.qjs_run_gc();
    this.#exports.wasm_free(this.#exports.wasm_malloc(RESERVE_BYTES));
    this.#topAt = this.#findTop();
    return captureImage(this.#memory(), this.#stackTop, this.#topAt);
  }

  /** Goes back to a captured state. */
  restore(image: MemoryImage): void {
    if (this.#memory().length !== image.sizeBytes) this.#replace(image);
    restoreImage(this.#memory(), image);
    this.#isBroken = false;
    this.#exports.__stack_pointer.value = this.#stackTop;
    this.#rejections.clear();
  }

  /** Runs work on a captured state, and captures how it leaves the machine; `null` if that cannot be kept. */
  captureAfter<T>(before: MemoryImage, work: () => T): { result: T; image: MemoryImage | null } {
    this.restore(before);
    const result = work();
    const isWhole = !this.#isBroken && this.#memory().length === before.sizeBytes;
    return { result, image: isWhole ? captureImage(this.#memory(), this.#stackTop, this.#topAt) : null };
  }

  /** Runs source text in strict mode, among the globals. */
  evaluate(source: string, file: string): Outcome {
    return this.#evaluate(source, file, FLAG_STRICT);
  }

  /** Only looks whether source text can be run. */
  compile(source: string, file: string): Outcome {
    return this.#evaluate(source, file, FLAG_STRICT | FLAG_COMPILE_ONLY);
  }

  call(callee: Address, ...values: Address[]): Outcome {
    return this.#guard((x) => {
      const at = x.wasm_malloc(4 * values.length + 4);
      new Uint32Array(x.memory.buffer, at, values.length).set(values);
      return x.qjs_call(callee, x.qjs_get_undefined(), values.length, at);
    });
  }

  /** Runs what promises have put off, until nothing is left; then gives a rejection that nobody handled, if any. */
  settle(): Outcome {
    return this.#guard((x) => {
      while (!this.stopped && x.qjs_is_job_pending()) {
        if (x.qjs_execute_pending_job() < 0 && this.stopped) return null;
      }
      const [reason] = this.#rejections.values();
      return reason === undefined ? x.qjs_get_undefined() : { thrown: reason };
    });
  }

  text(text: string): Outcome {
    return this.#guard(() => this.#text(text));
  }

  hostFunction(): Outcome {
    return this.#guard(() => this.#withText("host", (x, at, bytes) => x.qjs_new_host_function(at, bytes, 0)));
  }

  /** A field; 0 if reading it failed. */
  field(of: Address, name: string): Address {
    const outcome = this.#guard((x) => this.#withText(name, (_, at) => x.qjs_get_prop_string(of, at)));
    return outcome.ok ? outcome.value : 0;
  }

  /** A value as the host sees it; of text at most so many bytes. Nothing, if reading it failed. */
  read(value: Address, bytesMax: number): HostValue {
    let read: HostValue;
    this.#guard((x) => {
      read = this.#read(value, bytesMax);
      return x.qjs_get_undefined();
    });
    return read;
  }

  isError(value: Address): boolean {
    return this.#guard((x) => (value !== 0 && x.qjs_is_error(value) ? value : null)).ok;
  }

  #read(value: Address, bytesMax: number): HostValue {
    const x = this.#exports;
    if (value === 0 || x.qjs_is_undefined(value) || x.qjs_is_null(value)) return undefined;
    if (x.qjs_is_string(value)) return this.#readText(value, bytesMax);
    if (x.qjs_is_number(value)) return x.qjs_get_float64(value);
    if (x.qjs_is_bool(value)) return x.qjs_get_bool(value) !== 0;
    return {};
  }

  #text(text: string): Address {
    return this.#withText(text, (x, at, bytes) => x.qjs_new_string(at, bytes));
  }

  #boot(): void {
    const x = this.#exports;
    x._initialize();
    if (x.qjs_init2(INTRINSICS) !== 0) throw new Error("The script engine does not start");
    x.qjs_set_memory_limit(SCRIPT_HEAP_MAX_BYTES);
    x.qjs_set_max_stack_size(SCRIPT_STACK_MAX_BYTES);
    x.qjs_set_interrupt_handler(1);
    x.qjs_set_promise_rejection_handler(1);
    x.wasm_free(x.wasm_malloc(RESERVE_BYTES));
  }

  #replace(image: MemoryImage): void {
    this.#exports = this.#quickjs(this.#imports());
    const missing = image.sizeBytes - this.#memory().length;
    this.#exports.memory.grow(missing / WASM_PAGE_BYTES);
  }

  #findTop(): number {
    const x = this.#exports;
    const probe = () => {
      const at = x.wasm_malloc(PROBE_BYTES);
      x.wasm_free(at);
      return at - PIECE_HEADER_BYTES;
    };
    let held = 0;
    const hold = () => {
      held = x.wasm_malloc(HELD_BYTES);
      return probe();
    };
    const release = () => {
      x.wasm_free(held);
      return probe();
    };
    return findTop(() => x.memory.buffer, this.#stackTop, [probe, hold, release]);
  }

  #memory(): Uint8Array {
    return new Uint8Array(this.#exports.memory.buffer);
  }

  #evaluate(source: string, file: string, flags: number): Outcome {
    return this.#guard((x) => {
      const name = this.#withText(file.replaceAll("\0", ""), (_, at) => at);
      return this.#withText(source, (_, at, bytes) => x.qjs_eval(at, bytes, name, flags));
    });
  }

  // Without fuel, the instance traps; so it does where the host's stack ends. It is then of no use until restored.
  #guard(work: (x: QuickJsExports) => Address | { thrown: Address } | null): Outcome {
    if (this.#isBroken) return { ok: false, thrown: 0 };
    try {
      const value = work(this.#exports);
      if (typeof value === "object" && value) return { ok: false, thrown: value.thrown };
      const failed = value === null || this.#exports.qjs_is_exception(value) !== 0;
      return failed ? { ok: false, thrown: this.#exports.qjs_get_exception() } : { ok: true, value };
    } catch {
      this.#isBroken = true;
      if (this.#exports.fuel.value < 0) this.stopped = true;
      return { ok: false, thrown: 0 };
    }
  }

  #withText<T>(text: string, use: (x: QuickJsExports, at: Address, bytes: number) => T): T {
    const x = this.#exports;
    const at = x.wasm_malloc(utf8BytesMax(text) + 1);
    const memory = this.#memory();
    const end = writeUtf8(memory, at, text);
    memory[end] = 0;
    return use(x, at, end - at);
  }

  #readText(value: Address, bytesMax: number): string {
    const x = this.#exports;
    const size = x.wasm_malloc(4);
    const at = x.qjs_get_string_len(value, size);
    const bytes = new DataView(x.memory.buffer).getUint32(size, true);
    x.wasm_free(size);
    if (at === 0) return "";
    const text = readUtf8(this.#memory(), at, at + Math.min(bytes, bytesMax));
    x.qjs_free_cstring(at);
    return text;
  }

  #hostCall(count: number, values: Address): Address {
    const view = new DataView(this.#exports.memory.buffer);
    const read: HostValue[] = [];
    for (let i = 0; i < count; i++) read.push(this.#read(view.getUint32(values + 4 * i, true), ARGUMENT_MAX_BYTES));
    const refusal = this.#host(read);
    return refusal === undefined ? this.#exports.qjs_dup_value(this.#exports.qjs_get_undefined()) : this.#text(refusal);
  }

  #interrupt(): number {
    this.#asked += 1;
    if (this.#asked >= this.#allowed || this.#exports.fuel.value < FUEL_RESERVE) this.stopped = true;
    return this.stopped ? 1 : 0;
  }

  #rejected(promise: Address, reason: Address, isHandled: number): number {
    const id = this.#exports.qjs_get_value_ptr(promise);
    if (isHandled) this.#rejections.delete(id);
    else this.#rejections.set(id, reason);
    return 0;
  }

  #imports(): QuickJsImports {
    const nothing = () => 0;
    return {
      env: {
        host_call: (_name: Address, _bytes: number, _self: Address, count: number, values: Address) =>
          this.#hostCall(count, values),
        host_interrupt: () => this.#interrupt(),
        host_promise_rejection: (promise: Address, reason: Address, isHandled: number) =>
          this.#rejected(promise, reason, isHandled),
        host_module_normalize: nothing,
        host_module_load: nothing,
        host_get_timezone_offset: nothing,
      },
      wasi_snapshot_preview1: {
        clock_time_get: (_clock: number, _precision: bigint, at: Address) => {
          new DataView(this.#exports.memory.buffer).setBigUint64(at, BigInt(this.nowMs) * 1_000_000n, true);
          return 0;
        },
        random_get: (at: Address, bytes: number) => {
          this.#memory().fill(0, at, at + bytes);
          return 0;
        },
        fd_close: nothing,
        fd_fdstat_get: nothing,
        fd_seek: nothing,
        fd_write: nothing,
      },
    };
  }
}
