import { audits } from "../../audits/index.ts";
import type { Audit } from "../../core/audit.ts";
import type { Baseline } from "../../core/documents/baseline.ts";
import type { FailOn } from "../../core/severity.ts";
import type { FixPlan } from "../../core/fix.ts";
import type { Install } from "../../core/install/install.ts";
import type { Report } from "../../core/documents/report.ts";
import type { RuleFile } from "../../core/knowledge/rule-file.ts";
import { storedInSettings } from "../../core/credentials/rotation-scope.ts";
import { usageError } from "../../core/error.ts";
import { compareText } from "../../core/text/path-text.ts";
import { selectIds } from "../../core/text/select-ids.ts";
import { acceptanceOf } from "../acceptance/acceptance-of.ts";
import type { AcceptanceOptions } from "../acceptance/acceptance-scope.ts";
import { type OpenedAcceptance, writtenBaseline } from "../acceptance/open-acceptance.ts";
import { createAuditContext } from "./audit-context.ts";
import { buildReport } from "./build-report.ts";
import { type OpenedInstall, openInstall } from "../open-install.ts";
import { type OpenedLedger, openLedger } from "./open-ledger.ts";
import type { Ports } from "../ports.ts";
import { runAudits } from "./run-audits.ts";

export interface AuditOptions extends AcceptanceOptions {
  readonly path?: string;
  readonly config?: string;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly failOn: FailOn;
  readonly strict: boolean;
}

/** Told while the audit runs; all optional, for stderr only. */
export interface AuditProgress {
  readonly opened?: (install: Install, notes: readonly string[]) => void;
  readonly audit?: (id: string) => void;
  readonly crash?: (id: string, error: unknown) => void;
}

export interface AuditRun {
  readonly report: Report;
  /** What `fix` would do, by fingerprint. */
  readonly plans: ReadonlyMap<string, FixPlan>;
  readonly install: Install;
  /** Of the install's own. */
  readonly localAudits: readonly Audit[];
  readonly ruleFiles: readonly RuleFile[];
  readonly notes: readonly string[];
  /** What `--write-baseline` asks for. */
  readonly baseline?: Baseline;
}

/** Audits one install and says everything about it. Changes nothing but our own ledger. */
export async function auditInstall(
  ports: Ports,
  options: AuditOptions,
  progress: AuditProgress = {},
): Promise<AuditRun> {
  const opened = openInstall(ports, options);
  const selected = selectAudits(options, opened);
  const accepted = acceptanceOf(ports, opened, options);
  progress.opened?.(opened.install, opened.notes);
  const ledger = openLedger(ports, opened, storedInSettings(opened));
  const judging = { ...options, accepted };
  const run = await auditOpened(ports, opened, ledger, selected, judging, progress);
  const warnings = ledger.warning === undefined ? [] : [ledger.warning];
  const { install, localAudits, ruleFiles } = opened;
  return {
    ...run,
    install,
    localAudits,
    ruleFiles,
    notes: [...opened.notes, ...warnings],
    ...writtenBaseline(run.report, options, accepted, ledger.key),
  };
}

/** The audits that the options leave, in id order; local ones among them. */
export function selectAudits(
  { only, skip }: Pick<AuditOptions, "only" | "skip">,
  { localAudits }: Pick<OpenedInstall, "localAudits">,
): readonly Audit[] {
  const all = [...audits, ...localAudits].toSorted((a, b) => compareText(a.meta.id, b.meta.id));
  const wanted = new Set(
    selectIds(
      all.map((audit) => audit.meta.id),
      { ...(only ? { only } : {}), ...(skip ? { skip } : {}) },
    ),
  );
  const left = all.filter((audit) => wanted.has(audit.meta.id));
  if (left.length > 0) return left;
  // Nothing that ran would look like nothing that failed.
  throw usageError("NO_AUDITS", "--only and --skip leave no audit to run", "name fewer in --skip");
}

/** Runs audits on an install that is already open; `fix` uses it to look again. */
export async function auditOpened(
  ports: Ports,
  opened: OpenedInstall,
  ledger: OpenedLedger,
  selected: readonly Audit[],
  options: Pick<AuditOptions, "failOn" | "strict"> & { readonly accepted?: OpenedAcceptance },
  progress: AuditProgress = {},
) {
  const startedAt = ports.clock.now();
  const before = ports.clock.monotonicMs();
  const { install, catalogue, ruleFiles, credentials, declared } = opened;
  const context = createAuditContext(ports, {
    now: startedAt,
    install,
    catalogue,
    ruleFiles,
    credentials,
    declared,
    ledger: ledger.ages,
  });
  const results = await runAudits(selected, context, ports.clock, progress.audit, progress.crash);
  const { redact } = context;
  const built = buildReport({
    tool: ports.tool,
    root: install.root,
    host: install.host,
    startedAt,
    durationMs: Math.round(ports.clock.monotonicMs() - before),
    results,
    inputs: countInputs(context.tree(), install),
    gaps: install.gaps,
    hash: options.accepted?.key ? ports.keyedHash(options.accepted.key) : ledger.hash,
    redact,
    ...(options.accepted ? { acceptance: options.accepted.acceptance } : {}),
    verdict: { failOn: options.failOn, strict: options.strict },
  });
  return { ...built, redact };
}

function countInputs(tree: { entries: readonly unknown[] }, install: Install) {
  return {
    files: tree.entries.length,
    envFiles: install.envFiles.filter(({ content }) => content.kind === "found").length,
    logs: install.logs.reduce((sum, log) => sum + log.files.length, 0),
    sites: install.sites.kind === "found" ? install.sites.value.length : 0,
  };
}
