import type { Finding } from "../../core/finding.ts";
import type { Report } from "../../core/documents/report.ts";
import type { ReporterContext } from "../reporter.ts";

/** What to type next: one command, and for the sample the whole way. */
export function nextLines(report: Report, context: ReporterContext): readonly string[] {
  if (context.leak !== undefined && context.exists("incident") && !context.demo) {
    return leakLines(context.leak, context);
  }
  const commands = context.demo ? demoCommands(report, context) : [nextCommand(report, context)];
  const known = commands.filter((command) => command !== undefined);
  if (known.length === 0) return [];
  const [first = "", ...rest] = known.map((command) => `${context.invocation} ${command}`);
  return ["", `Next   ${first}`, ...rest.map((command) => `       ${command}`)];
}

/** Nothing else is as urgent. */
function leakLines(
  { command, folder }: NonNullable<ReporterContext["leak"]>,
  { invocation }: ReporterContext,
): readonly string[] {
  return [
    "",
    "A key in use has leaked. Open the incident:",
    ...(folder === undefined ? [] : [`  cd ${folder}`]),
    `  ${invocation} ${command}`,
  ];
}

function demoCommands(report: Report, context: ReporterContext): (string | undefined)[] {
  const kept = context.demo?.kept;
  const config = `--config ${kept ?? "./shop"}/guard.yaml ${context.target}`.trim();
  return [
    kept === undefined ? "demo --keep ./shop" : `audit ${config}`,
    context.exists("fix") ? `fix ${config}` : undefined,
    explainCommand(
      report.findings.find(({ fix }) => fix === "safe"),
      context,
    ),
  ];
}

function nextCommand(report: Report, context: ReporterContext): string | undefined {
  const open = report.findings.filter(({ state }) => state === "new");
  const [worst] = open;
  // A leaked key comes before a wrong mode: the first cannot wait.
  if (worst && worst.severity !== "critical" && open.some(({ fix }) => fix === "safe")) {
    if (context.exists("fix")) return ["fix", context.target].join(" ").trim();
  }
  return explainCommand(worst, context);
}

function explainCommand(finding: Finding | undefined, context: ReporterContext) {
  const { meta, exists, configTarget = "" } = context;
  if (!finding || !exists("explain") || !meta(finding.auditId)) return undefined;
  // A local audit is known beside its configuration only.
  const target = finding.auditId.startsWith("local/") ? configTarget : "";
  return `explain ${finding.auditId} ${target}`.trim();
}
