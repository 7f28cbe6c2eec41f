/**
 * What this folder needs of the engine: `quickjs.wasm` of `quickjs-wasi`, metered and compiled, as a function that
 * makes an instance of it at once. The package's own wrapper makes machines only asynchronously, keeps the machine's clock and reads the
 * host's; so the few exports that are needed are called directly. Each runtime has one loader that gives this.
 */
export type QuickJsModule = (imports: QuickJsImports) => QuickJsExports;

/** An address in the instance's memory; values are passed as addresses of boxes. */
export type Address = number;

export interface QuickJsImports {
  [module: string]: { [name: string]: (...args: never[]) => number };
}

export interface QuickJsExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly __stack_pointer: { value: number };
  /** Of `meterModule`: below zero, the instance traps. */
  readonly fuel: { value: number };
  _initialize(): void;
  wasm_malloc(bytes: number): Address;
  wasm_free(at: Address): void;
  /** 0, or not on failure. */
  qjs_init2(intrinsics: number): number;
  qjs_set_memory_limit(bytes: number): void;
  qjs_set_max_stack_size(bytes: number): void;
  qjs_set_interrupt_handler(on: number): void;
  qjs_set_promise_rejection_handler(on: number): void;
  qjs_run_gc(): void;
  /** UTF-8, both ended by a zero; the length is that of the code alone. */
  qjs_eval(code: Address, bytes: number, file: Address, flags: number): Address;
  qjs_call(callee: Address, self: Address, count: number, values: Address): Address;
  qjs_is_job_pending(): number;
  qjs_execute_pending_job(): number;
  qjs_get_exception(): Address;
  qjs_get_undefined(): Address;
  qjs_new_string(utf8: Address, bytes: number): Address;
  qjs_new_host_function(name: Address, bytes: number, arity: number): Address;
  qjs_dup_value(value: Address): Address;
  qjs_free_value(value: Address): void;
  qjs_get_prop_string(value: Address, name: Address): Address;
  qjs_get_string_len(value: Address, sizeAt: Address): Address;
  qjs_free_cstring(text: Address): void;
  qjs_get_float64(value: Address): number;
  qjs_get_bool(value: Address): number;
  /** Of an object: the same for the same object. */
  qjs_get_value_ptr(value: Address): number;
  qjs_is_exception(value: Address): number;
  qjs_is_undefined(value: Address): number;
  qjs_is_null(value: Address): number;
  qjs_is_bool(value: Address): number;
  qjs_is_number(value: Address): number;
  qjs_is_string(value: Address): number;
  qjs_is_error(value: Address): number;
}
