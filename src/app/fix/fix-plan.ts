import type { Accounts } from "../../core/ports/accounts.ts";
import type { Finding } from "../../core/finding.ts";
import type { FixPlan } from "../../core/fix.ts";
import type { FileOwner } from "../../core/ports/files.ts";
import type {
  FixChange,
  FixDocument,
  FixRow,
  FixState,
} from "../../core/documents/fix-document.ts";
import type { InstallWriter } from "../../core/ports/install-writer.ts";
import type { Install } from "../../core/install/install.ts";
import { parentOf, publishPath, relativeTo } from "../../core/text/path-text.ts";
import type { Report, ToolInfo } from "../../core/documents/report.ts";
import type { TransactionStore } from "../../core/ports/transaction-store.ts";
import { readCurrent } from "../../fixes/change-file.ts";
import { describeChange } from "../../fixes/describe-edit.ts";
import type { DescribeTools } from "../../fixes/edits/edit-kind.ts";
import type { FixDependencies } from "../../fixes/fix-dependencies.ts";
import { judgeFix } from "../../fixes/judge-change.ts";
import { planFixes } from "../../fixes/plan-fixes.ts";
import type { PlannedChange, PlannedFix } from "../../fixes/planned-fix.ts";
import { setEnvLine } from "../../install/env/set-env-line.ts";
import type { Ports } from "../ports.ts";
import { refuseUncheckable } from "../audit/service-access.ts";

/** What `fix` and `undo` need of the machine. */
export interface FixPorts extends FixDependencies {
  readonly tool: ToolInfo;
  readonly hostName: string;
  readonly accounts: Accounts;
}

/** The part of it that the command line adds to the ports of all commands. */
export interface ChangingPorts {
  readonly writer: InstallWriter;
  /** The transactions in our own state for this install. */
  transactionsOf(root: string): TransactionStore;
}

export function fixPortsOf(
  ports: Pick<Ports, "tool" | "hostName" | "accounts" | "random" | "wallNow"> & ChangingPorts,
  root: string,
): FixPorts {
  const { tool, hostName, accounts, random, writer } = ports;
  const store = ports.transactionsOf(root);
  const wallNow = () => ports.wallNow();
  return { tool, hostName, accounts, random, writer, store, wallNow, setEnvLine };
}

export interface FixRequest {
  readonly ports: FixPorts;
  readonly install: Pick<Install, "root" | "envFiles" | "serviceUser">;
  /** The audit's result, with the fixes that its findings carry by fingerprint. */
  readonly report: Pick<Report, "audits" | "findings">;
  readonly plans: ReadonlyMap<string, FixPlan>;
  readonly startedAt: Date;
  /** Audits named with `--only`: what is waived is mended only when its audit is asked for. */
  readonly asked?: readonly string[];
}

export interface FixPlanned {
  readonly fixes: readonly PlannedFix[];
  /** As `--dry-run` prints it. */
  readonly document: FixDocument;
}

/** What `fix` would do. Looks at every file, changes nothing. */
export async function planFix(request: FixRequest): Promise<FixPlanned> {
  const { ports, report, plans } = request;
  const wanted = report.findings.filter((finding) => !isLeft(request, finding));
  const fixables = wanted.flatMap((finding) => {
    const plan = plans.get(finding.fingerprint);
    return plan ? [{ finding, plan }] : [];
  });
  const { uid } = ports.accounts.self;
  const possible = planFixes(fixables).map((fix) => judgeFix(ports, uid, fix));
  const judged = await refuseUncheckable(request, possible);
  const fixes = [
    ...judged.filter(({ safety }) => safety === "safe"),
    ...judged.filter(({ safety }) => safety === "review"),
  ];
  const rows = fixes.map((fix, index) => rowOf(request, fix, index + 1));
  const pending = fixes.filter(({ safety, refused }) => safety === "safe" && !refused).length;
  return {
    fixes,
    document: {
      ...headOf(request),
      status: fixes.length === 0 ? "nothing" : "planned",
      transaction: null,
      fixes: rows,
      notes: [],
      exitCode: pending > 0 ? 1 : 0,
      exitReason: pending > 0 ? "safe fixes are pending" : "no safe fix is pending",
    },
  };
}

/** Somebody decided to live with it. A glob names no audit: it must be asked for by its id. */
function isLeft({ asked = [] }: FixRequest, { state, auditId }: Finding): boolean {
  return state === "waived" && !asked.includes(auditId);
}

/** What could be mended and is left, because it is waived. */
export function waivedNotes(request: FixRequest): readonly string[] {
  const { report, plans } = request;
  const left = report.findings.filter(
    (finding) => isLeft(request, finding) && plans.has(finding.fingerprint),
  );
  if (left.length === 0) return [];
  const ids = [...new Set(left.map(({ auditId }) => auditId))].join(",");
  const what = left.length === 1 ? "1 finding is" : `${left.length} findings are`;
  return [
    `${what} waived and left as ${left.length === 1 ? "it is" : "they are"}; --only ${ids} mends`,
  ];
}

export function headOf({ ports, install, startedAt }: FixRequest) {
  return {
    schemaVersion: 1,
    tool: ports.tool,
    kind: "fix",
    install: { root: install.root, host: ports.hostName },
    startedAt: startedAt.toISOString(),
  } as const;
}

function rowOf(request: FixRequest, fix: PlannedFix, number: number): FixRow {
  const { safety, auditIds, fingerprints, severity, title, caution, refused } = fix;
  const state: FixState =
    refused === undefined ? (safety === "safe" ? "pending" : "left") : "refused";
  return {
    number,
    safety,
    auditIds,
    fingerprints,
    severity,
    title,
    ...(caution === undefined ? {} : { caution }),
    state,
    ...(refused === undefined ? {} : { reason: refused }),
    changes: fix.changes.map((change) => changeOf(request, change, refused !== undefined)),
  };
}

function changeOf(
  { ports, install }: FixRequest,
  change: PlannedChange,
  isRefused: boolean,
): FixChange {
  const current = readCurrent(ports.writer, change.path);
  const lines =
    isRefused || current.kind !== "found"
      ? []
      : describeChange(current.value.image, change, describeToolsOf(ports, change.path));
  return {
    path: publishPath(relativeTo(install.root, change.path)),
    edits: change.edits.map(({ kind }) => kind),
    lines,
  };
}

export function describeToolsOf(ports: FixPorts, path: string): DescribeTools {
  const folder = ports.writer.folder(parentOf(path));
  return {
    setEnvLine: ports.setEnvLine,
    folder: folder.kind === "found" ? folder.value : { uid: 0, gid: 0 },
    ownerText: ownerTextOf(ports.accounts),
  };
}

/** `www-data:www-data`. */
export function ownerTextOf(accounts: Accounts): (owner: FileOwner) => string {
  return ({ uid, gid }) => `${accounts.userName(uid)}:${accounts.groupName(gid)}`;
}
