import { insist } from "./invariants.ts";

type Fields = readonly [required: string, optional?: string];

/** Every field that a frame for players may have, by path; a field that is not here must not be sent. */
const fields: Readonly<Record<string, Fields>> = {
  welcome: ["t v connection role", "token"],
  ok: ["t", "id"],
  error: ["t error", "id"],
  "error.error": ["code message", "details"],
  accepted: ["t question option ms", "id"],
  state: ["t seq at room", "probe you"],
  roster: ["t seq present answered rows", "whole"],
  "roster.rows": ["player name here", "gone"],
  room: ["code topic language questions seconds scoring auto locked players now", "pausedAt"],
  lobby: ["phase"],
  countdown: ["phase index opensAt"],
  question: ["phase question opensAt closesAt"],
  reveal: ["phase question right because counts nextAt"],
  standings: ["phase index top nextAt"],
  podium: ["phase top"],
  closed: ["phase"],
  top: ["player name score rank"],
  "public question": ["index id stem options"],
  you: ["player name score rank streak from answer last history"],
  "you.last": ["index option right points ms rawMs"],
};

/** An object has the fields of its kind and no others. */
export function insistOnFields(kind: string, value: object): void {
  const [required, optional = ""] = fields[kind] ?? [""];
  const must = required.split(" ");
  const may = [...must, ...optional.split(" ")];
  const keys = Object.keys(value);
  const right = must.every((key) => keys.includes(key)) && keys.every((key) => may.includes(key));
  insist(right, "I5", () => `${kind} has the fields ${keys}`);
}
