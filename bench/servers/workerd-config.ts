/** What a script on `workerd serve` is given; names as in `workerd.capnp`. */
export interface WorkerdWorker {
  /** The service's name, to which its own service bindings point. */
  name: string;
  port: number;
  compatibilityDate: string;
  compatibilityFlags: readonly string[];
  /** Module name → file beside the configuration; the first is the script. */
  modules: Record<string, string>;
  /** Durable Object classes, all with SQLite. */
  objects: readonly string[];
  /** Binding → class. */
  objectBindings: Record<string, string>;
  /** Binding → entrypoint of the same script. */
  entrypoints: Record<string, string>;
  /** Bindings of rate limits. There is no such thing in workerd: here they always allow. */
  limits: readonly string[];
  texts: Record<string, string>;
  /** Binding → folder that is served from disk. */
  folders: Record<string, string>;
  /** Where the objects' storage lies; `null`: in memory. */
  storage: string | null;
  v8Flags: readonly string[];
}

const LIMIT_MODULE = "bench:limit";
const limitSource = "export default () => ({ limit: async () => ({ success: true }) });";

/** The configuration for `workerd serve`, as Cap'n Proto text. */
export function workerdConfig(worker: WorkerdWorker): string {
  const folders = Object.entries(worker.folders);
  const services = [
    `(name = ${text(worker.name)}, worker = .main)`,
    ...folders.map(([binding, path]) => `(name = ${text(`folder-${binding}`)}, disk = (path = ${text(path)}))`),
    ...(worker.storage ? [`(name = "storage", disk = (path = ${text(worker.storage)}, writable = true))`] : []),
  ];
  const socket = `(name = "http", address = "127.0.0.1:${worker.port}", http = (), service = ${text(worker.name)})`;
  const limit = `(name = ${text(LIMIT_MODULE)}, internal = true, esModule = ${text(limitSource)})`;
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  v8Flags = ${list(worker.v8Flags.map(text))},
  services = ${list(services)},
  sockets = [${socket}],
  extensions = [(modules = [${limit}])],
);

const main :Workerd.Worker = (
  modules = ${list(Object.entries(worker.modules).map(([name, file]) => `(name = ${text(name)}, ${file.endsWith(".wasm") ? "wasm" : "esModule"} = embed ${text(file)})`))},
  compatibilityDate = ${text(worker.compatibilityDate)},
  compatibilityFlags = ${list(worker.compatibilityFlags.map(text))},
  bindings = ${list(bindings(worker))},
  durableObjectNamespaces = ${list(worker.objects.map((name) => `(className = ${text(name)}, uniqueKey = ${text(name)}, enableSql = true)`))},
  durableObjectStorage = ${worker.storage ? '(localDisk = "storage")' : "(inMemory = void)"},
);
`;
}

function bindings(worker: WorkerdWorker): string[] {
  const of = <T>(record: Record<string, T>, value: (one: T, name: string) => string) =>
    Object.entries(record).map(([name, one]) => `(name = ${text(name)}, ${value(one, name)})`);
  return [
    ...of(worker.entrypoints, (name) => `service = (name = ${text(worker.name)}, entrypoint = ${text(name)})`),
    ...of(worker.objectBindings, (name) => `durableObjectNamespace = ${text(name)}`),
    ...worker.limits.map((name) => `(name = ${text(name)}, wrapped = (moduleName = ${text(LIMIT_MODULE)}))`),
    ...of(worker.texts, (value) => `text = ${text(value)}`),
    ...of(worker.folders, (_, name) => `service = ${text(`folder-${name}`)}`),
  ];
}

function list(items: readonly string[]): string {
  return items.length === 0 ? "[]" : `[\n    ${items.join(",\n    ")},\n  ]`;
}

/** Cap'n Proto takes C escapes, of which JSON's are a part as long as the text is ASCII. */
function text(value: string): string {
  if (!/^[\x20-\x7e\n]*$/.test(value)) throw new Error("only ASCII goes into the configuration");
  return JSON.stringify(value);
}
