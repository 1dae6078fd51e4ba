import { renderReport } from "../../app/audit/render-report.ts";
import { readTextFile } from "../../platform/read-text-file.ts";
import { readRuleFiles } from "../../platform/rule-files.ts";
import type { ReportCommand } from "../options.ts";
import type { Session } from "../session.ts";
import { showReport } from "../show-report.ts";
import { resolveIn } from "../session.ts";

export async function report(options: ReportCommand, session: Session): Promise<number> {
  const { file, failOn } = options;
  const text = file === "-" ? await readStdin() : readTextFile(resolveIn(session, file), file);
  const name = file === "-" ? "stdin" : file;
  const { config: _, stateDir: __, ...shown } = options;
  return showReport(renderReport(text, name, failOn), shown, session, {
    ruleFiles: readRuleFiles(),
  });
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString("utf8");
}
