import { type AuditRun, auditInstall } from "../../app/audit/audit-install.ts";
import type { Ports } from "../../app/ports.ts";
import type { Report } from "../../core/documents/report.ts";
import { writeFileWhole } from "../../platform/writing/write-private.ts";
import type { AuditCommand } from "../options.ts";
import { refuseSameFile } from "../refuse-same-file.ts";
import { createRuntime } from "../runtime.ts";
import { saveBaseline } from "../save-baseline.ts";
import { type Session, resolveIn } from "../session.ts";
import { showReport } from "../show-report.ts";
import { watchAudit } from "../watch-audit.ts";

export async function audit(options: AuditCommand, session: Session): Promise<number> {
  refuseSameFile(options, session);
  const { ports } = createRuntime({ ...session, options });
  const watch = await watchAudit(session, options);
  const run = await auditInstall(ports, options, watch.progress).finally(() => watch.stop());
  watch.stop(run.notes);
  await writeChecklist(ports, run.report, options, session);
  saveBaseline(run.baseline, options, session);
  const leak = await findLeak(run);
  return showReport(run.report, options, session, {
    ruleFiles: run.ruleFiles,
    localAudits: run.localAudits,
    ...(leak === undefined ? {} : { leak }),
  });
}

/** The playbook that a leak calls for. Most audits find none, and load no playbook. */
async function findLeak({ report, ruleFiles }: AuditRun) {
  if (!report.findings.some(({ severity }) => severity === "critical")) return undefined;
  const { leakPlaybook } = await import("../../app/audit/build-checklist.ts");
  return leakPlaybook(ruleFiles, report);
}

async function writeChecklist(
  ports: Ports,
  report: Report,
  options: AuditCommand,
  session: Session,
): Promise<void> {
  const { checklist, quiet } = options;
  if (checklist === undefined) return;
  const { buildChecklist } = await import("../../app/audit/build-checklist.ts");
  const { checklistMarkdown } = await import("../../reporters/checklist/checklist-markdown.ts");
  const text = checklistMarkdown(buildChecklist(ports, options, report));
  const bytes = new TextEncoder().encode(text);
  writeFileWhole(resolveIn(session, checklist), bytes, { overwrite: true });
  if (!quiet) session.terminal.note(`Checklist written to ${checklist}`, "");
}
