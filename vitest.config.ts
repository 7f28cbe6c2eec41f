import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

const elsewhere = ["**/node_modules/**", ".build/**", "dist/**"];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "node",
          include: ["**/*.test.ts"],
          exclude: [...elsewhere, "durable-objects/**", "e2e/**"],
          testTimeout: 30_000,
        },
      },
      {
        // Inside workerd, with Cloudflare's own test API.
        plugins: [cloudflareTest({ wrangler: { configPath: "./conformance/worker/wrangler.toml" } })],
        test: {
          name: "workerd",
          include: ["durable-objects/**/*.test.ts"],
          // A CommonJS package behind an ESM wrapper, which the runtime's module loader cannot follow.
          deps: { optimizer: { ssr: { enabled: true, include: ["obscenity"] } } },
        },
      },
      {
        // In Chromium, against the server that `npm start` starts.
        test: {
          name: "browser",
          include: ["e2e/**/*.test.ts"],
          // One server at a time: they keep their rooms in the same folder.
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
