import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { applyFix } from "../../src/app/fix/fix-install.ts";
import { prepareFix } from "../../src/app/fix/prepare-fix.ts";
import { createTransactionStore } from "../../src/platform/state/transaction-store.ts";
import { createInstallWriter } from "../../src/platform/writing/install-writer.ts";
import { confinedWriter } from "./confined-writer.ts";
import type { BuiltInstall } from "./install-builder.ts";

/**
 * Applies every fix of one registered audit as `fix` does; gives their number.
 *
 * @throws Error when one of them is about a file outside of the test's own folder.
 */
export async function applyFixes(auditId: string, built: BuiltInstall): Promise<number> {
  const { ports, root, config, top } = built;
  const path = join(top, "state");
  const ensure = () => void mkdirSync(path, { recursive: true, mode: 0o700 });
  const state = { path, readonly: false, ensure };
  const changing = {
    ...ports,
    writer: confinedWriter(createInstallWriter(), top),
    transactionsOf: () => createTransactionStore(state, "jo"),
  };
  const options = {
    path: root,
    ...(config === undefined ? {} : { config }),
    only: [auditId],
    failOn: "never" as const,
    strict: false,
    lookOnly: false,
  };
  const { request, planned, auditAgain } = await prepareFix(changing, options);
  for (const { refused, title } of planned.fixes) expect(refused, title).toBeUndefined();
  if (planned.fixes.length === 0) return 0;
  const numbers = planned.fixes.map((_, index) => index + 1);
  const document = await applyFix(request, planned, numbers, auditAgain);
  expect(document.status, document.exitReason).toBe("applied");
  return planned.fixes.length;
}
