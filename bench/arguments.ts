/** An option of a benchmark: its default (whose type is the option's) and a line of help. */
export type Options = Record<string, { value: number | string; help: string }>;

type Values<O extends Options> = { [K in keyof O]: O[K]["value"] extends number ? number : string };

/**
 * Reads `--name value` from the command line. `--help` prints what there is and ends the program; so does
 * anything that is not understood, with status 2.
 */
export function readArguments<const O extends Options>(
  about: string,
  options: O,
  args = process.argv.slice(2),
): Values<O> {
  const values = Object.fromEntries(Object.entries(options).map(([name, { value }]) => [name, value]));
  for (let i = 0; i < args.length; i += 2) {
    const name = (args[i] ?? "").replace(/^--/, "");
    if (name === "help") leave(about, options, 0);
    const text = args[i + 1];
    const number = Number(text);
    if (!options[name] || text === undefined || text.trim() === "") leave(about, options, 2, `What is "${args[i]}"?`);
    if (typeof options[name]?.value === "string") values[name] = text ?? "";
    else if (Number.isFinite(number) && number >= 0) values[name] = number;
    else leave(about, options, 2, `--${name} wants a number, not "${text}".`);
  }
  // Every entry was checked against the type of its default.
  return values as Values<O>;
}

function leave(about: string, options: Options, status: number, problem = ""): never {
  const lines = Object.entries(options).map(
    ([name, { value, help }]) => `  --${`${name} N`.padEnd(12)} ${help} (${value})`,
  );
  const text = [problem, about, ...lines].filter(Boolean).join("\n");
  (status === 0 ? console.log : console.error)(text);
  process.exit(status);
}
