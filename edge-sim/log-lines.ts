import type { LogLine } from "../api/ports.ts";

/** What is logged besides requests. */
export interface ProgramLine extends LogLine {
  port?: number;
  host?: string;
  telnet?: number | null;
  udp?: number | null;
  version?: string;
  name?: string;
}

export type Log = (line: ProgramLine) => void;

/** Where lines go, and how they look: JSON for programs, or short ones for people. */
export interface LogTarget {
  form: "plain" | "json";
  write(text: string): void;
  clock(): Date;
}

/** A log with the time in every line. In the plain form requests that went well are left out. */
export function createLog({ form, write, clock }: LogTarget): Log {
  if (form === "json") return (line) => write(`${JSON.stringify({ time: clock().toISOString(), ...line })}\n`);
  return (line) => {
    const text = plainText(line);
    if (text !== null) write(`${timeOf(clock())}  ${text}\n`);
  };
}

/** What people are told of requests that went well. */
const deeds: Record<string, string> = {
  "POST /api/v1/sessions": "Somebody came.",
  "POST /api/v1/rooms": "A room was made.",
  "DELETE /api/v1/rooms/:code": "A room was deleted.",
};

/** A line for people; `null` for what goes well all the time. */
function plainText(line: ProgramLine): string | null {
  const { level, event, method = "", route = "", status = 0, code, message } = line;
  if (event === "request" && level === "info") return status < 300 ? (deeds[`${method} ${route}`] ?? null) : null;
  if (event === "request") return printable(`${level}: ${method} ${route}: ${status}${code ? `, ${code}` : ""}`);
  if (line.file !== undefined) return printable(`${level}: ${line.file} cannot be read. ${message ?? ""}`);
  const mark = level === "info" ? "" : `${level}: `;
  const subject = message === undefined ? event : event === "program" ? message : `${event}: ${message}`;
  return printable(mark + subject);
}

/** One line, in which nothing moves a terminal's cursor. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ");
}

function timeOf(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
}
