import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeFolder, replaceFile } from "./folders.ts";
import { keyFile } from "./key-file.ts";

let folder: string;
/** What reached the disk, in order: inodes that were synced, and names that were put in place. */
const steps: (number | string)[] = [];

vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  return {
    ...fs,
    fsyncSync(descriptor: number) {
      steps.push(fs.fstatSync(descriptor).ino);
      fs.fsyncSync(descriptor);
    },
    writeFileSync(path: string, text: string, options: { flush?: boolean } = {}) {
      fs.writeFileSync(path, text, options);
      if (options.flush) steps.push(fs.statSync(path).ino);
    },
    renameSync(from: string, to: string) {
      fs.renameSync(from, to);
      steps.push(to);
    },
  };
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "skerry-folders-"));
  steps.length = 0;
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const inode = (...path: string[]) => statSync(join(folder, ...path)).ino;

describe("folders that are there after a power cut", () => {
  it("are synced where they were made, each in the one above", () => {
    makeFolder(join(folder, "a", "b", "c"));
    expect(new Set(steps)).toEqual(new Set([inode(), inode("a"), inode("a", "b")]));
    steps.length = 0;
    makeFolder(join(folder, "a", "b", "c"));
    expect(steps).toEqual([]);
  });

  it("hold a file that replaces another: synced, put in its place, and that synced", () => {
    const path = join(folder, "keys.json");
    writeFileSync(path, "old");
    replaceFile(path, "new");
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(statSync(path).mode & 0o077).toBe(0);
    expect(steps).toEqual([inode("keys.json"), path, inode()]);
  });
});

describe("the file of keys", () => {
  const path = () => join(folder, "keys.json");

  it("keeps its keys, and makes them once", async () => {
    const keys = await keyFile(path(), () => 1_000).keys();
    expect(steps).toEqual([inode("keys.json"), path(), inode()]);
    expect(await keyFile(path(), () => 2_000).keys()).toEqual(keys);
    expect(steps).toHaveLength(3);
  });

  it.each(["", "{", "null", '{"current":"a"}', '{"current":"a","keys":[{"kid":"a"}]}', "\0\0\0\0"])(
    "is left as it is where it holds none: %j",
    async (text) => {
      writeFileSync(path(), text);
      await expect(keyFile(path(), () => 0).keys()).rejects.toThrow(`${path()} holds no signing keys`);
      expect(readFileSync(path(), "utf8")).toBe(text);
    },
  );
});
