import { defineConfig } from "vitest/config";
import { totalsReporter } from "./support/totals-reporter.ts";

const project = (name: string, testTimeout: number) => ({
  extends: true as const,
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout, hookTimeout: testTimeout },
});

export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    projects: [
      project("conformance", 30_000),
      project("unit", 30_000),
      project("e2e", 180_000),
      project("system", 300_000),
    ],
    reporters: ["default", totalsReporter],
  },
});
