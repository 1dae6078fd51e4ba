import { auditInstall } from "../../app/audit-install.ts";
import type { AuditCommand } from "../options.ts";
import { createRuntime } from "../runtime.ts";
import type { Session } from "../session.ts";
import { showReport } from "../show-report.ts";
import { watchAudit } from "../watch-audit.ts";

export async function audit(options: AuditCommand, session: Session): Promise<number> {
  const { ports } = createRuntime({ ...session, options });
  const watch = await watchAudit(session, options);
  const run = await auditInstall(ports, options, watch.progress).finally(() => watch.stop());
  watch.stop(run.notes);
  return showReport(run.report, options, session, { ruleFiles: ports.ruleFiles() });
}
