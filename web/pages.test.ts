import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const pages = readdirSync(import.meta.dirname).filter((file) => file.endsWith(".html"));
const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" }).filter(
  (file) => /\.(tsx?|css)$/.test(file) && !/\.test\.ts$/.test(file),
);
const read = (file: string) => readFileSync(join(import.meta.dirname, file), "utf8");

describe("pages keep to the policy script-src 'self'; style-src 'self'", () => {
  it.each(pages)("%s has no inline script, style or handler, and no address with a host", (page) => {
    const html = read(page);
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i);
    expect(html).not.toMatch(/(?:href|src)="(?!\/)/);
  });

  it.each(sources)("%s makes none at run time, and names no host", (file) => {
    const source = read(file);
    expect(source).not.toMatch(/dangerouslySetInnerHTML|innerHTML|\beval\(|new Function|style="|style=\{[^{s]/);
    expect(source.replaceAll("http://www.w3.org", "")).not.toMatch(/["'`(]https?:\/\/\w/);
  });
});
