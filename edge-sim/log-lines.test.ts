import { expect, it } from "vitest";
import { createLog, type ProgramLine } from "./log-lines.ts";

function written(form: "plain" | "json", lines: ProgramLine[]): string[] {
  const texts: string[] = [];
  const log = createLog({ form, write: (text) => texts.push(text), clock: () => new Date(2026, 10, 27, 9, 5, 7) });
  for (const line of lines) log(line);
  return texts;
}

const request = { level: "info", event: "request", request: "ab", ms: 3.2 } as const;

it("for programs every line is JSON, with its time", () => {
  const [text = "", ...others] = written("json", [{ ...request, method: "GET", route: "/", status: 200 }]);
  expect(others).toEqual([]);
  expect(text.endsWith("}\n")).toBe(true);
  expect(JSON.parse(text)).toMatchObject({
    event: "request",
    route: "/",
    status: 200,
    time: expect.stringMatching(/^2026-/),
  });
});

it("for people there is a short line for what matters, and none for what goes well all the time", () => {
  const lines = written("plain", [
    { ...request, method: "GET", route: "/assets/*", status: 200 },
    { ...request, method: "GET", route: "/api/v1/rooms/:code", status: 404, code: "ROOM_NOT_FOUND" },
    { ...request, method: "POST", route: "/api/v1/rooms", status: 201 },
    { ...request, method: "POST", route: "/api/v1/rooms", status: 400, code: "BAD_REQUEST" },
    { ...request, level: "error", method: "GET", route: "/health", status: 503 },
    { level: "error", event: "room", message: "reading a room: Error: no\u001b[2Jdisk\nat x" },
    { level: "error", event: "unreadable", code: "UNREADABLE", file: "/data/a.sqlite", message: "taking up: no" },
    { level: "info", event: "program", message: "Stopped." },
    { level: "warn", event: "program", message: "There are no pages." },
  ]);
  expect(lines).toEqual([
    "09:05:07  A room was made.\n",
    "09:05:07  error: GET /health: 503\n",
    "09:05:07  error: room: reading a room: Error: no [2Jdisk at x\n",
    "09:05:07  error: /data/a.sqlite cannot be read. taking up: no\n",
    "09:05:07  Stopped.\n",
    "09:05:07  warn: There are no pages.\n",
  ]);
});
