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

/** How a whole run ended. */
export type ShopRun =
  /** Before any audit. */
  | { readonly kind: "refused"; readonly code: string; readonly message: string }
  /** With a verdict of each audit. */
  | {
      readonly kind: "report";
      readonly rows: ReadonlyMap<string, AuditRow>;
      /** What the ledger has to say. */
      readonly warning: string | undefined;
    }
  /** Not at all, or with the end of its process. */
  | {
      readonly kind: "lost";
      /** `did not end`, `died of SIGSEGV`. */
      readonly how: string;
      /** What was being done: the id of an audit, or what comes before the first. */
      readonly at: string;
    };

export const beforeAudits = "the discovery";

/** Audits the shop by the program's own wiring. What is no verdict and no refusal is thrown. */
export async function runShop(
  { root, config }: Pick<BuiltInstall, "root" | "config">,
  ports: Ports,
  audits: readonly Audit[] = registered,
  onAudit: (id: string) => void = () => {},
): Promise<ShopRun> {
  try {
    const opened = openInstall(ports, {
      path: root,
      ...(config === undefined ? {} : { config }),
    });
    const ledger = openLedger(ports, opened, storedInSettings(opened));
    const accepted = acceptanceOf(ports, opened, {});
    const options = { failOn: "never", strict: false, accepted } as const;
    const run = await auditOpened(ports, opened, ledger, [...audits], options, { audit: onAudit });
    const rows = new Map(run.report.audits.map((row) => [row.id, row]));
    return { kind: "report", rows, warning: ledger.warning };
  } catch (error) {
    if (!(error instanceof GuardError)) throw error;
    return { kind: "refused", code: error.code, message: error.message };
  }
}
