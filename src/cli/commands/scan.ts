import { scan as scanSources } from "../../app/scan/scan.ts";
import type { ScanCommand } from "../options.ts";
import { refuseSameFile } from "../refuse-same-file.ts";
import { createRuntime } from "../runtime.ts";
import { saveBaseline } from "../save-baseline.ts";
import type { Session } from "../session.ts";
import { showReport } from "../show-report.ts";

export async function scan(options: ScanCommand, session: Session): Promise<number> {
  const { terminal } = session;
  refuseSameFile(options, session);
  const { ports } = createRuntime({ ...session, options });
  const { stdin, ...rest } = options;
  const progress = await terminal.progress(!options.quiet);
  const run = await scanSources(
    ports,
    { ...rest, strict: false, ...(stdin ? { stdin: process.stdin } : {}) },
    (what) => progress.text(what),
  ).finally(() => progress.stop());
  for (const { name, why } of run.leftOut) {
    terminal.warn(
      `${name} of ${options.ownValues ?? "the env file"} is not searched: it is ${why === "placeholder" ? "a placeholder" : why}`,
    );
  }
  saveBaseline(run.baseline, options, session);
  const { config: _, stateDir: __, ...shown } = options;
  return showReport(run.report, shown, session, { ruleFiles: ports.ruleFiles() });
}
