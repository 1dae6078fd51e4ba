import { storedInSettings } from "../../core/credentials/rotation-scope.ts";
import {
  type AuditOptions,
  type AuditProgress,
  auditOpened,
  selectAudits,
} from "../audit/audit-install.ts";
import { acceptanceOf } from "../acceptance/acceptance-of.ts";
import type { AuditAgain } from "./fix-install.ts";
import {
  type ChangingPorts,
  type FixPlanned,
  type FixRequest,
  fixPortsOf,
  planFix,
  waivedNotes,
} from "./fix-plan.ts";
import { hasInterruptedFix, recoverFixes } from "./fix-recovery.ts";
import { openInstall } from "../open-install.ts";
import { openLedger } from "../audit/open-ledger.ts";
import type { Ports } from "../ports.ts";

export interface PreparedFix {
  readonly request: FixRequest;
  readonly planned: FixPlanned;
  /** For `applyFix`. */
  readonly auditAgain: AuditAgain;
  /** For people, on stderr. */
  readonly notes: readonly string[];
}

export interface PrepareOptions extends AuditOptions {
  /** `--dry-run`, `--format sh`: not even an interrupted run is put right. */
  readonly lookOnly: boolean;
}

/** Puts right what a killed run left, audits the install, and plans its fixes. */
export async function prepareFix(
  ports: Ports & ChangingPorts,
  options: PrepareOptions,
  progress: AuditProgress = {},
): Promise<PreparedFix> {
  const first = openInstall(ports, options);
  const selected = selectAudits(options, first);
  const { root } = first.install;
  const fixPorts = fixPortsOf(ports, root);
  const recovered = recoverOrSay(fixPorts, root, options.lookOnly);
  const opened = recovered.length > 0 ? openInstall(ports, options) : first;
  const judging = { ...options, accepted: acceptanceOf(ports, opened, options) };
  progress.opened?.(opened.install, opened.notes);
  const ledger = openLedger(ports, opened, storedInSettings(opened));
  const run = await auditOpened(ports, opened, ledger, selected, judging, progress);
  const startedAt = new Date(run.report.startedAt);
  const { install } = opened;
  const asked = options.only ?? [];
  const { report, plans } = run;
  const request = { ports: fixPorts, install, report, plans, startedAt, asked };
  const auditAgain: AuditAgain = async (auditIds) => {
    // Opened anew: what discovery read of the env files is from before the fix.
    const again = openInstall(ports, options);
    const few = selected.filter(({ meta }) => auditIds.includes(meta.id));
    return (await auditOpened(ports, again, ledger, few, judging)).report;
  };
  const warnings = ledger.warning === undefined ? [] : [ledger.warning];
  const notes = [...opened.notes, ...recovered, ...warnings, ...waivedNotes(request)];
  const planned = await planFix(request);
  const document = run.redact(planned.document);
  return { request, planned: { ...planned, document }, auditAgain, notes };
}

function recoverOrSay(
  fixPorts: FixRequest["ports"],
  root: string,
  lookOnly: boolean,
): readonly string[] {
  if (!lookOnly) return recoverFixes(fixPorts, root);
  return hasInterruptedFix(fixPorts)
    ? ["an earlier run was interrupted; the next `fix` or `undo` puts that right"]
    : [];
}
