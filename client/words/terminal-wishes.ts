import type { Terminal } from "../../core/telnet/terminal.ts";
import type { WordsPorts } from "./words-ports.ts";

/** What of a terminal can be set by hand. */
export type Setting = "reader" | "colour" | "utf8";

const depths: Record<string, Terminal["colours"]> = { off: 0, "16": 16, "256": 256, true: "true" };

const choices: Record<Setting, string> = {
  reader: "`reader on` or `reader off`",
  colour: "`colour on`, `colour 16`, `colour 256`, `colour true` or `colour off`",
  utf8: "`utf8 on` or `utf8 off`",
};

/**
 * Sets what a client did not tell, or told otherwise than somebody wants it.
 * @param value as it was typed
 * @returns what is to be said of it; `null`: there is no such value
 */
export function setByHand(
  setting: Setting,
  value: string,
  ports: Pick<WordsPorts, "terminal" | "wish">,
): string | null {
  const wanted = value.toLowerCase();
  if (setting === "colour") return setColour(wanted, ports);
  if (wanted !== "on" && wanted !== "off") return null;
  const isOn = wanted === "on";
  if (setting === "reader") {
    ports.wish({ screenReader: isOn });
    return isOn ? "From now on all is told in sentences." : "From now on places are drawn, too.";
  }
  ports.wish({ utf8: isOn });
  return isOn
    ? "All letters are shown: ä, ø, й, 字. If you see anything else, type `utf8 off`."
    : "Only ASCII is shown.";
}

function setColour(wanted: string, ports: Pick<WordsPorts, "terminal" | "wish">): string | null {
  const depth = depths[wanted];
  if (depth === undefined && wanted !== "on") return null;
  ports.wish({ colours: depth ?? null });
  // Whoever asks for colours has some, whatever their client says.
  if (wanted === "on" && ports.terminal.colours === 0) ports.wish({ colours: 16 });
  const { colours } = ports.terminal;
  if (colours === 0) return "There are no colours now.";
  return colours === "true" ? "There are all colours now." : `There are ${colours} colours now.`;
}

/** What can be set, and how it stands. */
export function settingText(setting: Setting, { screenReader, colours, utf8 }: Terminal): string {
  const states = {
    reader: screenReader ? "on" : "off",
    colour: colours === 0 ? "off" : colours,
    utf8: utf8 ? "on" : "off",
  };
  return `${choices[setting]}; now it is ${states[setting]}.`;
}
