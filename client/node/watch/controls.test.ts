import { describe, expect, it } from "vitest";
import { COMMAND_LINE_MAX_CHARS } from "../../../core/protocol/world-frames.ts";
import { localFailure, RequestError } from "../../request-error.ts";
import { Controls } from "./controls.ts";
import { KeyReader } from "./key-reader.ts";
import { zooms } from "./plan-window.ts";
import { WatchLog } from "./watch-log.ts";

function sitting(answer: (line: string) => Promise<unknown> = async () => undefined) {
  const log = new WatchLog();
  const told: string[] = [];
  const controls = new Controls({
    log,
    command: (line) => {
      told.push(line);
      return answer(line);
    },
    redraw: () => told.push("<redraw>"),
    quit: () => told.push("<quit>"),
  });
  const reader = new KeyReader();
  const type = (text: string, nowMs = 0) => {
    for (const key of reader.read(text)) controls.take(key, nowMs);
  };
  const wish = (nowMs: number) => controls.steps.wish(nowMs, () => 77);
  return { controls, log, told, type, wish };
}

describe("a viewer's keys", () => {
  it("walk a step for each press, and stop by themselves", () => {
    const { type, wish } = sitting();
    expect(wish(0)).toEqual({ x: 0, z: 0, facing: 77, jump: false });
    type("\x1b[A", 0);
    expect(wish(249)).toEqual({ x: 0, z: -100, facing: 128, jump: false });
    expect(wish(251)).toEqual({ x: 0, z: 0, facing: 128, jump: false });
    type("d", 300);
    type("d", 500);
    expect(wish(740)).toEqual({ x: 100, z: 0, facing: 64, jump: false });
    expect(wish(760)).toMatchObject({ x: 0, z: 0 });
    type(" ", 800);
    expect(wish(820)).toEqual({ x: 0, z: 0, facing: 64, jump: true });
    expect(wish(1_000).jump).toBe(false);
  });

  it("zoom, turn the legend over, redraw and quit", () => {
    const { controls, type, told } = sitting();
    const first = controls.looks.metres;
    type("+");
    expect(controls.looks.metres).toBeLessThan(first);
    type("-".repeat(20));
    expect(controls.looks.metres).toBe(zooms.at(-1));
    type("+".repeat(20));
    expect(controls.looks.metres).toBe(zooms[0]);
    const legends = [controls.looks.legend];
    for (let i = 0; i < 3; i++) {
      type("l");
      legends.push(controls.looks.legend);
    }
    expect(legends).toEqual(["names", "all", "off", "names"]);
    type("\x0cQ\x03");
    expect(told).toEqual(["<redraw>", "<quit>", "<quit>"]);
  });

  it("type a command after Enter, where letters are letters, and give the line", () => {
    const { controls, log, type, told, wish } = sitting();
    type("\rsay wqld \x7f\x7fe hello");
    expect(controls.looks.typed).toBe("say wqle hello");
    expect(wish(0)).toMatchObject({ x: 0, z: 0 });
    type("\r");
    expect(told).toEqual(["say wqle hello"]);
    expect(controls.looks.typed).toBeNull();
    expect(log.paragraphs.at(-1)?.spans[0]?.text).toBe("> say wqle hello");
    expect(log.answer).toHaveLength(1);
    log.tell([
      { from: "reply", ok: true, text: "one" },
      { from: "event", type: "narrated", text: "two" },
    ]);
    expect(log.answer.map(({ spans }) => spans[0]?.text)).toEqual(["> say wqle hello", "one"]);
    expect(log.paragraphs).toHaveLength(3);
    // The next key says that it was read.
    type("w");
    expect(log.answer).toEqual([]);
  });

  it("bring back lines of before, give up by Escape, and say nothing where nothing was typed", () => {
    const { controls, type, told } = sitting();
    type("\rlook\r\rnorth\r\r\r");
    expect(told).toEqual(["look", "north"]);
    type("\r\x1b[A\x1b[A\x1b[A");
    expect(controls.looks.typed).toBe("look");
    type("\x1b[B\x1b[B");
    expect(controls.looks.typed).toBe("");
    type("one two\x17");
    expect(controls.looks.typed).toBe("one ");
    type("\x15");
    expect(controls.looks.typed).toBe("");
    controls.take({ is: "escape" }, 0);
    expect(controls.looks.typed).toBeNull();
    expect(told).toHaveLength(2);
  });

  it("never make a line that is too long, or has more than text in it", () => {
    const { controls, type } = sitting();
    type(`\r${"x".repeat(2_000)}`);
    expect(controls.looks.typed).toHaveLength(COMMAND_LINE_MAX_CHARS);
    type("\x15");
    controls.take({ is: "text", text: "a\u009b31mb\u202e" }, 0);
    expect(controls.looks.typed).toBe("a31mb");
  });

  it("tell why a command could not go", async () => {
    const { log, type } = sitting(async () => {
      throw new RequestError(localFailure("NOT_CONNECTED"));
    });
    type("\rlook\r");
    await Promise.resolve();
    await Promise.resolve();
    expect(log.paragraphs.at(-1)?.spans).toEqual([{ text: localFailure("NOT_CONNECTED").message, tone: "bad" }]);
  });
});
