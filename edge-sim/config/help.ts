import { CONFIG_FILE } from "./read-config.ts";
import { type SettingKey, settingKeys, settings } from "./settings.ts";

/** A command, as the help tells of it. */
export interface CommandHelp {
  /** What follows its name: `FILE`, or nothing. */
  takes: string;
  about: string;
}

const COLUMNS = 80;
const INDENT = 25;

/** What `--help` prints, at most 80 columns wide. */
export function helpText(commands: Readonly<Record<string, CommandHelp>>): string {
  const told = Object.entries(commands).flatMap(([name, { takes, about }]) =>
    entry(`skerry-edge ${name} ${takes}`.trimEnd(), about),
  );
  return [
    "Skerry's edge node: quizzes and worlds for the local network, from one program.",
    "",
    ...told,
    "",
    ...wrap(
      `Settings are flags, variables, or keys in ${CONFIG_FILE} of the working folder, a JSON object. Flags count before variables, and those before the file.`,
      COLUMNS,
    ),
    "",
    ...settingKeys.flatMap((key) => entry(headOf(key), `${settings[key].about} (${settings[key].otherwise})`, key)),
    "",
    ...entry("  --config FILE", "another config file"),
    ...entry("  --help, --version", "print that, and nothing else"),
    "",
    "What has no flag is secret: a command line can be read by everybody.",
    "",
  ].join("\n");
}

/** The table of settings in the README, cell by cell: flag, variable, key, what it is, what holds without it. */
export function settingRows(): string[][] {
  return settingKeys.map((key) => {
    const { flag, variable, takes, about, otherwise } = settings[key];
    return [flag ? `\`${flag} ${takes}\`` : "", `\`${variable}\``, `\`${key}\``, about, otherwise];
  });
}

function headOf(key: SettingKey): string {
  const { flag, variable, takes } = settings[key];
  return `  ${flag ? `${flag} ${takes}` : variable}`;
}

/** A head, what it is, and how a setting is called elsewhere. */
function entry(head: string, about: string, key?: SettingKey): string[] {
  const body = wrap(about, COLUMNS - INDENT);
  if (key) body.push([...(settings[key].flag ? [settings[key].variable] : []), `"${key}"`].join(" or "));
  const first = head.length < INDENT - 1 ? [head.padEnd(INDENT) + (body.shift() ?? "")] : [head];
  return [...first, ...body.map((line) => " ".repeat(INDENT) + line)];
}

function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
