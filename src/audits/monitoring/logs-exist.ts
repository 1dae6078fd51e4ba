import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import type { FindingDraft } from "../../core/finding.ts";
import type { LogTarget } from "../../core/install.ts";
import { type Gap, gap } from "../../core/look.ts";
import { conclude } from "../../core/outcome.ts";
import { parentOf } from "../../core/path-text.ts";

/** A shop that nobody visited for a week is rarer than a log that stopped. */
const staleAfterDays = 7;
const dayMs = 86_400_000;

export const logsExist: Audit = {
  meta: {
    id: "monitoring/logs-exist",
    title: "Access and error logs are written and private",
    rule: 8,
    severity: "high",
    why: "After a leak the logs are the only witness of who used the key. Logging that is off, lost or empty makes that question unanswerable; logs that every account can read give addresses and tokens away.",
    remedy:
      "Turn access_log and error_log on for the site (panels derived from XUI ship with `access_log off`), check that the service may write them, and give them mode 0640.",
    needs: [],
    references: [
      "https://nginx.org/en/docs/http/ngx_http_log_module.html",
      "https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html",
    ],
  },
  run(context) {
    const targets = context.install.logs.filter(
      ({ kind }) => kind === "access" || kind === "error",
    );
    const needs = (["access", "error"] as const)
      .filter((kind) => !targets.some((target) => target.kind === kind))
      .map((kind) => `guard.yaml: install.logs.${kind}`);
    const findings: FindingDraft[] = [];
    const gaps: Gap[] = [];
    for (const target of targets) {
      const seen = judge(target, context);
      if ("message" in seen) findings.push(seen);
      else gaps.push(...seen.gaps);
    }
    return conclude({ findings, gaps, needs });
  },
};

function judge(target: LogTarget, context: AuditContext): FindingDraft | { gaps: Gap[] } {
  const name = `${target.kind} log`;
  if (target.off || target.path === undefined) {
    const location = { kind: "host", what: target.source } as const;
    return { message: `the ${name} is off`, location };
  }
  const location = { kind: "file", path: target.path } as const;
  const live = lookAt(target.path, context);
  if (live.kind === "blocked") return { gaps: [gap(target.path, live.reason)] };
  if (live.kind === "absent") {
    return { message: `the ${name} does not exist`, location, evidence: target.source };
  }
  if (live.value.kind !== "file") {
    const reason = { code: "not-a-file", text: `is a ${live.value.kind}` } as const;
    return { gaps: [gap(target.path, reason)] };
  }
  const rotated = target.files.map((path) => lookAt(path, context));
  const stats = [
    live.value,
    ...rotated.flatMap((each) => (each.kind === "found" ? [each.value] : [])),
  ];
  const blocked = rotated.find((each) => each.kind === "blocked");
  if (target.kind === "access") {
    const newest = Math.max(...stats.map((stat) => stat.mtimeMs));
    const days = Math.floor((context.now.getTime() - newest) / dayMs);
    if (stats.every((stat) => stat.size === 0)) {
      // An unreadable sibling may be the one that is not empty.
      if (blocked?.kind === "blocked")
        return { gaps: [gap(parentOf(target.path), blocked.reason)] };
      return { message: `the ${name} and all its rotated files are empty`, location };
    }
    if (days > staleAfterDays) {
      return { message: `the ${name} was last written ${days} days ago`, location };
    }
  }
  if ((live.value.mode & 0o004) !== 0) {
    return { severity: "medium", message: `every account can read the ${name}`, location };
  }
  return { gaps: [] };
}

function lookAt(path: string, { files, host, install }: AuditContext) {
  return path.startsWith(`${install.root}/`) ? files.stat(path) : host.stat(path);
}
