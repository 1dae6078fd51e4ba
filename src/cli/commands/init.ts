import { planInit } from "../../app/init/init.ts";
import { loadCatalogue } from "../../catalogue/load-catalogue.ts";
import { foundFacts } from "../../core/install/found-facts.ts";
import { publishPath } from "../../core/text/path-text.ts";
import { makeFolder } from "../../platform/writing/make-folder.ts";
import { writeFileWhole } from "../../platform/writing/write-private.ts";
import { jsonText } from "../../reporters/json-text.ts";
import { foundLines } from "../found-lines.ts";
import { quoteWord } from "../invocation.ts";
import type { InitCommand } from "../options.ts";
import { printResult } from "../print-result.ts";
import { createPrompter } from "../prompter.ts";
import { createRuntime } from "../runtime.ts";
import type { Session } from "../session.ts";

export async function init(options: InitCommand, session: Session): Promise<number> {
  const { terminal } = session;
  const { ports } = createRuntime({ ...session, options });
  const { userFolder } = ports.config;
  const plan = await planInit(
    {
      ...ports,
      catalogue: loadCatalogue(ports.ruleFiles()),
      ...(userFolder === undefined ? {} : { userFolder }),
    },
    createPrompter(terminal.interactive),
    {
      ...options,
      onFound: (install, notes) => {
        if (options.quiet) return;
        terminal.note(...foundLines(install), ...notes.map((note) => `note: ${note}`), "");
      },
    },
  );
  ports.assertTrusted(plan.path);
  makeFolder(plan.path);
  writeFileWhole(plan.path, new TextEncoder().encode(plan.text), { mode: 0o600 });
  const isUsual = options.config === undefined;
  const next = isUsual ? "audit" : `audit --config ${quoteWord(options.config ?? "")}`;
  const text = () => `Wrote ${plan.path}\n\nNext   ${session.invocation} ${next}\n`;
  printResult(session, options, 0, {
    whole: () =>
      options.format === "json"
        ? jsonText({
            schemaVersion: 1,
            tool: session.tool,
            kind: "init",
            install: { root: plan.install.root, host: plan.install.host },
            startedAt: ports.clock.now().toISOString(),
            path: plan.path,
            found: foundFacts(plan.install).map(({ what, value, ...from }) => ({
              what,
              value: publishPath(value),
              ...from,
            })),
            open: plan.draft.open,
            notes: plan.notes,
          })
        : text(),
    summary: text,
  });
  return 0;
}
