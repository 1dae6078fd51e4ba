import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import type { FileStat } from "../../core/ports/files.ts";
import type { FindingDraft } from "../../core/finding.ts";
import type { FixPlan } from "../../core/fix.ts";
import type { LogTarget } from "../../core/install/install.ts";
import { type Gap, type Look, gap } from "../../core/look.ts";
import { conclude } from "../../core/outcome.ts";
import { unreadSites } from "../../core/install/unread-sites.ts";
import { isInside, parentOf } from "../../core/text/path-text.ts";

/** A shop that nobody visited for a week is rarer than a log that stopped. */
const staleAfterDays = 7;
const dayMs = 86_400_000;
/** A clock that was put right meanwhile, and the files of a network disk, are no riddle. */
const clockTolerance = dayMs;
const kinds = ["access", "error"] as const;

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
    const { sites } = context.install;
    const missing = kinds.filter((kind) => !targets.some((target) => target.kind === kind));
    const seen = targets.map((target) => judge(target, context));
    const findings = seen.flatMap(({ finding }) => (finding ? [finding] : []));
    const gaps = seen.flatMap((each) => each.gaps ?? []);
    // There is a web server whose configuration says where it logs, and it could not be read.
    const isHidden = missing.length > 0 && sites.kind === "blocked";
    if (isHidden) gaps.push(gap("web server configuration", sites.reason));
    else if (sites.kind === "found") gaps.push(...unreadSites(context.install));
    const needs = isHidden ? [] : missing.map((kind) => `guard.yaml: install.logs.${kind}`);
    return conclude({ findings, gaps, needs });
  },
};

interface Verdict {
  readonly finding?: FindingDraft;
  readonly gaps?: readonly Gap[];
}

function judge(target: LogTarget, context: AuditContext): Verdict {
  const { path, source } = target;
  const name = `${target.kind} log`;
  if (target.off || path === undefined) {
    return { finding: { message: `the ${name} is off`, location: { kind: "host", what: source } } };
  }
  const live = lookAt(path, context);
  if (live.kind === "blocked") return { gaps: [gap(path, live.reason)] };
  const location = { kind: "file", path } as const;
  if (live.kind === "absent") {
    return { finding: { message: `the ${name} does not exist`, location, evidence: source } };
  }
  if (live.value.kind !== "file") {
    return { gaps: [gap(path, { code: "not-a-file", text: `is a ${live.value.kind}` })] };
  }
  const rotated = target.files
    .filter((each) => each !== path)
    .map((each) => ({ path: each, look: lookAt(each, context) }));
  const stats = new Map([[path, live.value]]);
  for (const each of rotated) {
    // What is no file was not rotated from one.
    if (each.look.kind === "found" && each.look.value.kind === "file") {
      stats.set(each.path, each.look.value);
    }
  }
  const stopped =
    target.kind === "access" ? whyStopped([...stats.values()], context.now) : undefined;
  if (stopped !== undefined) {
    const hidden = unseenSibling(path, rotated, context);
    // What could not be seen may be the file that is not empty, or not old.
    return hidden
      ? { gaps: [hidden] }
      : { finding: { message: `the ${name} ${stopped}`, location } };
  }
  const gaps = target.kind === "access" ? ofTomorrow(stats, context.now) : [];
  const open = [...stats].filter(([, stat]) => (stat.mode & 0o004) !== 0);
  const [first] = open;
  if (!first) return { gaps };
  const message = `every account can read the ${name}`;
  const fix = fixOf(name, open, context);
  const place = { kind: "file", path: first[0] } as const;
  return {
    finding: { severity: "medium", message, location: place, ...(fix ? { fix } : {}) },
    gaps,
  };
}

/** Outside the root the web server and logrotate decide how their logs are made. */
function fixOf(
  name: string,
  open: readonly (readonly [string, FileStat])[],
  { install }: AuditContext,
): FixPlan | undefined {
  if (!open.every(([path]) => isInside(install.root, path))) return undefined;
  return {
    title: `let others not read the ${name}`,
    safety: "review",
    caution: "a program that reads it as another account then needs its group",
    edits: open.map(([path, { mode }]) => ({ kind: "mode", path, from: mode, to: mode & ~0o007 })),
  };
}

/** Only of access logs: an error log may well stay quiet. */
function whyStopped(stats: readonly FileStat[], now: Date): string | undefined {
  if (stats.every((stat) => stat.size === 0)) return "and all its rotated files are empty";
  const newest = Math.max(...stats.map((stat) => stat.mtimeMs));
  const days = Math.floor((now.getTime() - newest) / dayMs);
  return days > staleAfterDays ? `was last written ${days} days ago` : undefined;
}

/** Whether a log that was written after now still is being written cannot be told. */
function ofTomorrow(stats: ReadonlyMap<string, FileStat>, now: Date): readonly Gap[] {
  const late = [...stats].find(([, { mtimeMs }]) => mtimeMs > now.getTime() + clockTolerance)?.[0];
  if (late === undefined) return [];
  const text = "was last written after now, by the clock of this host";
  return [gap(late, { code: "io", text })];
}

function unseenSibling(
  path: string,
  rotated: readonly { readonly path: string; readonly look: Look<FileStat> }[],
  { install }: AuditContext,
): Gap | undefined {
  for (const each of rotated) {
    if (each.look.kind === "blocked") return gap(each.path, each.look.reason);
  }
  return install.gaps.find(({ what }) => what === parentOf(path));
}

function lookAt(path: string, { files, host, install }: AuditContext) {
  return path.startsWith(`${install.root}/`) ? files.stat(path) : host.stat(path);
}
