import { audits } from "../audits/index.ts";
import { loadVendorRules } from "../catalogue/load-vendor-rules.ts";
import type { Audit } from "../core/audit.ts";
import type { Report } from "../core/documents/report.ts";
import type { RuleFile } from "../core/knowledge/rule-file.ts";
import { reporters } from "../reporters/index.ts";
import type { Reporter, ReporterContext } from "../reporters/reporter.ts";
import { waiverNotes } from "../reporters/waiver-text.ts";
import { targetOf } from "./invocation.ts";
import type { CommonOptions } from "./options.ts";
import { printResult } from "./print-result.ts";
import { registered } from "./registered.ts";
import type { Session } from "./session.ts";

export interface ShowOptions extends CommonOptions {
  readonly path?: string;
  readonly waivers?: string;
}

/** Prints a report in the format that was asked for. */
export async function showReport(
  report: Report,
  options: ShowOptions,
  session: Session,
  {
    ruleFiles,
    localAudits = [],
    demo,
    leak,
  }: {
    readonly ruleFiles: readonly RuleFile[];
    readonly localAudits?: readonly Audit[];
    readonly demo?: ReporterContext["demo"];
    /** The playbook for a credential in use that has leaked. */
    readonly leak?: string;
  },
): Promise<number> {
  const { terminal, invocation } = session;
  const toFile = options.output !== undefined;
  const titles = new Map(
    loadVendorRules(ruleFiles).map(({ rule, title }) => [rule as number, title]),
  );
  const metas = new Map([...audits, ...localAudits].map(({ meta }) => [meta.id, meta]));
  const context = (inFile: boolean, paint: ReporterContext["color"]): ReporterContext => ({
    meta: (id) => metas.get(id),
    ruleTitle: (rule) => titles.get(rule),
    verbose: options.verbose,
    columns: inFile ? 80 : terminal.columns,
    color: inFile ? (_, text) => text : paint,
    invocation,
    target: targetOf(options),
    ...(options.config === undefined ? {} : { configTarget: targetOf({ config: options.config }) }),
    exists: (command) => registered.includes(command),
    part: "whole",
    ...(demo ? { demo } : {}),
    ...(leak === undefined ? {} : { leak: leakOf(leak, options) }),
  });
  const paint = await terminal.paint(options.color);
  const render = await reporterOf(options.format);
  // The summary that goes to the screen when the whole goes to a file.
  const human = toFile ? await reporterOf("human") : render;
  const { exitCode } = report.summary;
  printResult(session, options, exitCode, {
    whole: () => render(report, context(toFile, paint)),
    summary: () => human(report, { ...context(false, paint), part: "summary" }),
  });
  // In a format for machines nobody reads that a waiver has ended.
  if (options.format !== "human" && !toFile && !options.quiet) {
    terminal.note(...waiverNotes(report).map((note) => `note: waiver ${note}`));
  }
  return exitCode;
}

async function reporterOf(format: string): Promise<Reporter> {
  const load = reporters[format];
  if (!load) throw new Error(`no reporter for ${format}`);
  return load();
}

/** `incident` takes no folder: it finds the install from the current one, or by its guard.yaml. */
function leakOf(
  playbook: string,
  { path, config, stateDir }: ShowOptions,
): NonNullable<ReporterContext["leak"]> {
  const target = targetOf({
    ...(config === undefined ? {} : { config }),
    ...(stateDir === undefined ? {} : { stateDir }),
  });
  const command = `incident start ${playbook} ${target}`.trim();
  return path === undefined || config !== undefined
    ? { command }
    : { command, folder: targetOf({ path }) };
}
