import type { AuditContext } from "../core/audit-context.ts";
import type { FindingDraft } from "../core/finding.ts";
import { reasonOfKind } from "../core/install/file-kind-reason.ts";
import { readerOf } from "../core/install/reader-of.ts";
import { shownPath } from "../core/install/shown-path.ts";
import type { FileAssertion } from "../core/knowledge/local-audit.ts";
import { type Gap, gap } from "../core/look.ts";
import { type Outcome, conclude, notApplicable } from "../core/outcome.ts";
import type { FileStat } from "../core/ports/files.ts";
import { type WantedRights, judgeRights, vanished, wantedRights } from "./file-rights.ts";
import { locationOf, matchingPaths } from "./matching-paths.ts";

/** Whether something is there, and how far it is open. */
export function judgeFile(assertion: FileAssertion, context: AuditContext): Outcome {
  const { path, exists } = assertion;
  const { paths, gaps } = matchingPaths(path, context);
  if (exists === false) return conclude(judgeAbsence(paths, gaps, context));
  if (paths.length === 0 && gaps.length === 0) {
    if (exists !== true) return notApplicable(`there is no ${path}`);
    const message = `there is no ${path}`;
    return conclude({ findings: [{ message, location: locationOf(path, context) }] });
  }
  const things = paths.map((each) => look(each, context));
  const unseen = things.flatMap((thing) => (thing.kind === "unseen" ? [thing.gap] : []));
  const seen = things.flatMap((thing) => (thing.kind === "seen" ? [thing] : []));
  const rights = wantedRights(assertion, context);
  if (rights === undefined) {
    // One is enough to know that it is there.
    return conclude(seen.length > 0 ? {} : { gaps: [...gaps, ...unseen] });
  }
  if (rights.kind === "found") {
    return conclude(judgeAll(seen, rights.value, context, [...gaps, ...unseen]));
  }
  // The mode can be judged all the same.
  const { mode } = assertion;
  const all = [...gaps, ...unseen, unknownOwner(assertion, rights)];
  return conclude(judgeAll(seen, mode === undefined ? {} : { mode }, context, all));
}

type Thing =
  | { readonly kind: "seen"; readonly path: string; readonly stat: FileStat }
  | { readonly kind: "unseen"; readonly gap: Gap };

/** Files and folders; of anything else nothing is known that was asked for. */
function look(path: string, context: AuditContext): Thing {
  const stat = readerOf(context, path).stat(path);
  if (stat.kind === "blocked") return { kind: "unseen", gap: gap(path, stat.reason) };
  if (stat.kind === "absent") return { kind: "unseen", gap: gap(path, vanished) };
  const { kind } = stat.value;
  const reason = kind === "directory" ? undefined : reasonOfKind(kind);
  if (reason) return { kind: "unseen", gap: gap(path, reason) };
  return { kind: "seen", path, stat: stat.value };
}

/** Whatever stands there, it is not absent: a link and a FIFO too. */
function judgeAbsence(paths: readonly string[], gaps: readonly Gap[], context: AuditContext) {
  const findings: FindingDraft[] = [];
  const unseen: Gap[] = [...gaps];
  for (const path of paths) {
    const stat = readerOf(context, path).stat(path);
    if (stat.kind === "blocked") unseen.push(gap(path, stat.reason));
    if (stat.kind !== "found") continue;
    const message = `${shownPath(context.install, path)} is there`;
    findings.push({ message, location: { kind: "file", path } });
  }
  return { findings, gaps: unseen };
}

function judgeAll(
  seen: readonly { readonly path: string; readonly stat: FileStat }[],
  rights: WantedRights,
  context: AuditContext,
  gaps: readonly Gap[],
) {
  const verdicts = seen.map(({ path, stat }) => judgeRights(path, stat, rights, context));
  return {
    findings: verdicts.flatMap((verdict) => verdict.findings),
    gaps: [...gaps, ...verdicts.flatMap((verdict) => verdict.gaps)],
  };
}

function unknownOwner(
  { owner = "" }: FileAssertion,
  look: { readonly kind: string; readonly reason?: Gap["reason"] },
): Gap {
  const none = { code: "parse", text: "there is no such account on this host" } as const;
  return gap(`owner ${owner}`, look.reason ?? none);
}
