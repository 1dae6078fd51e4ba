import { audits as registered } from "../../src/audits/index.ts";
import { acceptanceOf } from "../../src/app/acceptance/acceptance-of.ts";
import { auditOpened } from "../../src/app/audit/audit-install.ts";
import { openLedger } from "../../src/app/audit/open-ledger.ts";
import { openInstall } from "../../src/app/open-install.ts";
import type { Ports } from "../../src/app/ports.ts";
import type { Audit } from "../../src/core/audit.ts";
import { storedInSettings } from "../../src/core/credentials/rotation-scope.ts";
import type { AuditRow } from "../../src/core/documents/report.ts";
import { GuardError } from "../../src/core/error.ts";
import type { BuiltInstall } from "./install-builder.ts";

/** How a whole run ended: with a verdict of each audit, or refused before any. */
export type ShopRun =
  | { readonly kind: "refused"; readonly code: string; readonly message: string }
  | { readonly kind: "report"; readonly rows: ReadonlyMap<string, AuditRow> }
  | { readonly kind: "hangs" };

export interface ShopRunOptions {
  /** Default: every registered audit. */
  readonly audits?: readonly Audit[];
  /** Long for what takes a tenth of a second, short beside a hang. */
  readonly limitMs?: number;
}

/** Audits the shop by the program's own wiring. What is no verdict and no refusal is thrown. */
export async function runShop(
  { root, config }: BuiltInstall,
  ports: Ports,
  { audits = registered, limitMs = 60_000 }: ShopRunOptions = {},
): Promise<ShopRun> {
  try {
    const opened = openInstall(ports, {
      path: root,
      ...(config === undefined ? {} : { config }),
    });
    const ledger = openLedger(ports, opened, storedInSettings(opened));
    const accepted = acceptanceOf(ports, opened, {});
    const options = { failOn: "never", strict: false, accepted } as const;
    const run = await inTime(auditOpened(ports, opened, ledger, [...audits], options), limitMs);
    if (run === "late") return { kind: "hangs" };
    return { kind: "report", rows: new Map(run.report.audits.map((row) => [row.id, row])) };
  } catch (error) {
    if (!(error instanceof GuardError)) throw error;
    return { kind: "refused", code: error.code, message: error.message };
  }
}

async function inTime<T>(work: Promise<T>, limitMs: number): Promise<T | "late"> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
