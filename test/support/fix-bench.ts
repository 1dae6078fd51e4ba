import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Edit } from "../../src/core/fix.ts";
import { absent, found } from "../../src/core/look.ts";
import type { FixDependencies } from "../../src/fixes/fix-dependencies.ts";
import { planFixes } from "../../src/fixes/plan-fixes.ts";
import type { PostChecks } from "../../src/fixes/post-checks.ts";
import type { PlannedFix } from "../../src/fixes/planned-fix.ts";
import { setEnvLine } from "../../src/install/env/set-env-line.ts";
import { createInstallWriter } from "../../src/platform/writing/install-writer.ts";
import { createTransactionStore } from "../../src/platform/state/transaction-store.ts";
import { tempFolder } from "./temp-folder.ts";

/** An empty install and an empty state, with the real writer and the real store. */
export interface FixBench {
  readonly root: string;
  readonly state: string;
  readonly deps: FixDependencies;
}

export function fixBench(onStep?: (step: string) => void): FixBench {
  const top = tempFolder();
  const [root, state] = [join(top, "www"), join(top, "state")];
  for (const folder of [root, state]) mkdirSync(folder);
  return { root, state, deps: dependencies(state, onStep) };
}

export function dependencies(state: string, onStep?: (step: string) => void): FixDependencies {
  return {
    writer: createInstallWriter(onStep),
    store: createTransactionStore({ path: state, ensure: () => {} }, "jo", onStep),
    wallNow: () => new Date("2026-11-24T09:14:00Z"),
    random: { bytes: (count) => randomBytes(count) },
    setEnvLine,
  };
}

/** Each edit as the only fix of an audit of its own. */
export function fixesFor(edits: readonly Edit[], safety: "safe" | "review" = "safe") {
  return planFixes(
    edits.map((edit, index) => ({
      finding: {
        auditId: `env/audit-${index}`,
        fingerprint: `f${index}`,
        severity: "high" as const,
      },
      plan: { title: `fix ${index}`, safety, edits: [edit] },
    })),
  ) satisfies readonly PlannedFix[];
}

/** Checks that are content with everything. */
export const contentChecks: PostChecks = {
  findingsOf: async () => found([]),
  serviceReads: new Set(),
  canServiceRead: async () => absent,
};
