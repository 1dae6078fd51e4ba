import type { Audit } from "../../core/audit.ts";
import type { AuditContext } from "../../core/audit-context.ts";
import type { Clock } from "../../core/ports/clock.ts";
import { type Outcome, unknown } from "../../core/outcome.ts";
import type { AuditResult } from "./build-report.ts";

/** Called before each audit; for progress. */
export type OnAudit = (id: string) => void;

/**
 * Runs audits one after the other, in the order given. An audit that throws is unknown, never
 * green; its error's text stays out of the report because it may quote what was read.
 */
export async function runAudits(
  audits: readonly Audit[],
  context: AuditContext,
  clock: Clock,
  onAudit: OnAudit = () => {},
  onCrash: (id: string, error: unknown) => void = () => {},
): Promise<readonly AuditResult[]> {
  const results: AuditResult[] = [];
  for (const audit of audits) {
    onAudit(audit.meta.id);
    const before = clock.monotonicMs();
    const outcome = await runOne(audit, context, onCrash);
    const durationMs = Math.round(clock.monotonicMs() - before);
    results.push({ meta: audit.meta, outcome, durationMs });
    // One turn of the event loop, so that Ctrl-C and the spinner get their chance.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return results;
}

async function runOne(
  audit: Audit,
  context: AuditContext,
  onCrash: (id: string, error: unknown) => void,
): Promise<Outcome> {
  if (audit.meta.needs.includes("linux") && context.platform !== "linux") {
    return unknown({ code: "filesystem", text: "this audit needs Linux" });
  }
  try {
    return await audit.run(context);
  } catch (error) {
    onCrash(audit.meta.id, error);
    const kind = error instanceof Error ? error.name : typeof error;
    return unknown({ code: "crash", text: `the audit crashed (${kind}); --debug shows where` });
  }
}
