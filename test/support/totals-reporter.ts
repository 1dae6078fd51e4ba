import type { Reporter, TestModule } from "vitest/node";

/** Ends a run with one plain line of totals, for scripts that read no decorated output. */
export const totalsReporter: Reporter = {
  onTestRunEnd(modules: readonly TestModule[]) {
    const totals = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) totals[test.result().state] += 1;
      // A file that could not even be loaded has no tests to count.
      if (module.state() === "failed" && module.errors().length > 0) totals.failed += 1;
    }
    const { passed, failed, skipped, pending } = totals;
    console.log(`${passed} passed, ${failed + pending} failed, ${skipped} skipped`);
  },
};
