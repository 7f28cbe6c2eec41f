import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    exclude: ["**/node_modules/**", ".build/**", "dist/**"],
    pool: "threads",
    testTimeout: 30_000,
  },
});
