import { runDemo } from "../../app/demo/run-demo.ts";
import { plural } from "../../core/exit.ts";
import { createSampleWriter } from "../../platform/writing/sample-folder.ts";
import { quoteWord } from "../invocation.ts";
import type { DemoCommand } from "../options.ts";
import { createRuntime } from "../runtime.ts";
import { type Session, resolveIn } from "../session.ts";
import { showReport } from "../show-report.ts";
import { watchAudit } from "../watch-audit.ts";

export async function demo(options: DemoCommand, session: Session): Promise<number> {
  const { keep } = options;
  const { ports } = createRuntime({ ...session, options, forgetful: keep === undefined });
  const sample = createSampleWriter();
  const forget: (() => void)[] = [];
  const writer = {
    ...sample,
    createFolder: (wanted?: string) => {
      const folder = sample.createFolder(wanted);
      // Neither a sample that was not asked for nor half of one stays behind.
      forget.push(session.onInterrupt(() => sample.remove(folder)));
      return folder;
    },
  };
  const watch = await watchAudit(session, options, { sayFound: false });
  const built = (files: number, commits: number) => {
    if (options.quiet) return;
    session.terminal.note(
      `Built a flawed sample shop: ${plural(files, "file")}, ${plural(commits, "commit")}, keys minted just now.`,
      keep === undefined
        ? "No network, no root. Deleted at the end unless --keep DIR is given."
        : `No network, no root. Kept in ${keep}.`,
      "",
    );
  };
  try {
    const chosen = keep === undefined ? {} : { keep: resolveIn(session, keep) };
    const run = await runDemo(ports, writer, chosen, { ...watch.progress, built });
    watch.stop();
    return await showReport(run.report, options, session, {
      ruleFiles: ports.ruleFiles(),
      demo: keep === undefined ? {} : { kept: quoteWord(keep) },
    });
  } finally {
    watch.stop();
    for (const each of forget) each();
  }
}
