import { applyFix, safeNumbers } from "../../app/fix/fix-install.ts";
import { fixScript } from "../../app/fix/fix-script.ts";
import { type PreparedFix, prepareFix } from "../../app/fix/prepare-fix.ts";
import type { FixDocument, FixRow } from "../../core/documents/fix-document.ts";
import type { Prompter } from "../../core/ports/prompter.ts";
import {
  type DocumentContext,
  fixPlanText,
  fixResultText,
} from "../../reporters/documents/fix-human.ts";
import { jsonText } from "../../reporters/json-text.ts";
import { changingPorts } from "../changing-ports.ts";
import { quoteWord, targetOf } from "../invocation.ts";
import type { FixCommand } from "../options.ts";
import { printResult } from "../print-result.ts";
import { createPrompter } from "../prompter.ts";
import { createRuntime } from "../runtime.ts";
import type { Session } from "../session.ts";
import { watchAudit } from "../watch-audit.ts";

export async function fix(options: FixCommand, session: Session): Promise<number> {
  const runtime = createRuntime({ ...session, options });
  const ports = { ...runtime.ports, ...changingPorts(runtime) };
  const lookOnly = options.dryRun || options.format === "sh";
  const watch = await watchAudit(session, options);
  const prepared = await prepareFix(
    ports,
    { ...options, strict: false, lookOnly },
    watch.progress,
  ).finally(() => watch.stop());
  watch.stop(prepared.notes);
  if (options.format === "sh") return printScript(prepared, options, session);
  if (options.dryRun) return printPlan(prepared.planned.document, options, session);
  return change(prepared, options, session);
}

function printScript(
  { request, planned }: PreparedFix,
  options: FixCommand,
  session: Session,
): number {
  const script = fixScript(request, planned);
  printResult(session, options, 0, { whole: () => script, summary: () => "" });
  return 0;
}

function printPlan(document: FixDocument, options: FixCommand, session: Session): number {
  const plan = () => fixPlanText(document, contextOf(options, session));
  printResult(session, options, document.exitCode, {
    whole: () => (options.format === "json" ? jsonText(document) : plan()),
    summary: plan,
  });
  return document.exitCode;
}

async function change(
  { request, planned, auditAgain }: PreparedFix,
  options: FixCommand,
  session: Session,
): Promise<number> {
  const context = contextOf(options, session);
  const isHuman = options.format === "human";
  const hasFixes = planned.fixes.length > 0;
  if (hasFixes && !options.quiet) {
    const plan = fixPlanText(planned.document, context);
    if (isHuman && options.output === undefined) session.terminal.out(`${plan}\n`);
    else session.terminal.note(...plan.trimEnd().split("\n"));
  }
  const prompter = createPrompter(session.terminal.interactive);
  const numbers = options.yes
    ? safeNumbers(planned)
    : await chosenNumbers(planned.document.fixes, prompter);
  // Half a transaction would be rolled back at the next start; better to end it whole.
  const document = await session.uninterrupted(() =>
    applyFix(request, planned, numbers, auditAgain),
  );
  const result = () => fixResultText(document, { ...context, unmended: unmended(request.report) });
  printResult(session, options, document.exitCode, {
    whole: () => (isHuman ? result() : jsonText(document)),
    summary: result,
  });
  return document.exitCode;
}

/** One question for all safe fixes, then one for each that needs a person. */
async function chosenNumbers(
  rows: readonly FixRow[],
  prompter: Prompter,
): Promise<readonly number[]> {
  const safe = rows.filter(({ safety, state }) => safety === "safe" && state === "pending");
  const review = rows.filter(({ state }) => state === "left");
  const numbers: number[] = [];
  if (safe.length > 0) {
    const message =
      safe.length === 1 ? "Apply the safe fix?" : `Apply all ${safe.length} safe fixes?`;
    if (await prompter.confirm({ message, flag: "--yes", default: false })) {
      numbers.push(...safe.map(({ number }) => number));
    }
  }
  for (const { number, title, caution } of review) {
    const why = caution === undefined ? "" : ` (${caution})`;
    const message = `Apply ${number}, ${title}?${why}`;
    if (await prompter.confirm({ message, flag: "--yes", default: false })) numbers.push(number);
  }
  return numbers;
}

function contextOf(
  options: FixCommand,
  { terminal, invocation, invocationIn }: Session,
): DocumentContext {
  const { path, config, stateDir, yes } = options;
  // `undo` takes no path: without a configuration it finds the install from inside it.
  const inFolder = path !== undefined && config === undefined;
  const undo = inFolder ? `cd ${quoteWord(path)} && ${invocationIn(path)}` : invocation;
  const target = targetOf({
    ...(config === undefined ? {} : { config }),
    ...(stateDir === undefined ? {} : { stateDir }),
  });
  return {
    columns: terminal.columns,
    asked: !yes,
    fixCommand: `${invocation} fix ${targetOf(options)}`.trim(),
    undoCommand: `${undo} undo ${target}`.trim(),
  };
}

/** Audits that found something for which there is no fix at all. */
function unmended({ audits, findings }: PreparedFix["request"]["report"]): number {
  const mended = new Set(findings.filter((each) => each.fix !== null).map((each) => each.auditId));
  return audits.filter(({ id, status }) => status === "fail" && !mended.has(id)).length;
}
