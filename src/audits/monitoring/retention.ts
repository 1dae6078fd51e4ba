import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import type { FindingDraft } from "../../core/finding.ts";
import { readerOf } from "../../core/install/reader-of.ts";
import { shownPath } from "../../core/install/shown-path.ts";
import { unreadSites } from "../../core/install/unread-sites.ts";
import { unlistedLogFolders } from "../../core/install/unlisted-logs.ts";
import { laravelDays } from "../../core/logs/laravel-days.ts";
import { type LogRotation, promisedDays, rotationText } from "../../core/logs/log-rotation.ts";
import { type LogFamily, logFamilies } from "../../core/logs/log-family.ts";
import type { Location } from "../../core/location.ts";
import { type Gap, gap } from "../../core/look.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import { parentOf } from "../../core/text/path-text.ts";
import { plural } from "../../core/exit.ts";
import { wordList } from "../../core/text/word-list.ts";

const wantedDays = 90;
const dayMs = 86_400_000;

export const retention: Audit = {
  meta: {
    id: "monitoring/retention",
    title: "Logs are kept for 90 days",
    rule: 8,
    severity: "low",
    why: "A leaked key is often noticed months later. Whoever then asks what was done with it, and since when, has no other witness than the logs of that time.",
    remedy:
      "Set `daily`, `rotate 90` and no smaller `maxage` in the stanza of /etc/logrotate.d, without `size` or `maxsize`, which let a busy day push older ones out (`minsize` is fine); check with `logrotate -d /etc/logrotate.conf`. A Laravel application keeps LOG_DAILY_DAYS=90.",
    needs: [],
    references: [
      "https://man7.org/linux/man-pages/man8/logrotate.8.html",
      "https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html",
      "https://laravel.com/docs/logging",
    ],
  },
  run(context) {
    const { logs, sites } = context.install;
    const families = logFamilies(logs);
    const gaps: Gap[] = [...unlistedLogFolders(context.install)];
    // Where such a site logs, and how long it is kept, is not known.
    if (sites.kind === "blocked") gaps.push(gap("web server configuration", sites.reason));
    else gaps.push(...unreadSites(context.install));
    if (families.length === 0) {
      if (gaps.length === 0 && logs.length > 0) return notApplicable("no log is written");
      return conclude({ gaps, needs: ["guard.yaml: install.logs.access"] });
    }
    const verdicts = families.map((family) => judge(family, context));
    gaps.push(...verdicts.flatMap((verdict) => verdict.gaps ?? []));
    const kept = verdicts.flatMap(({ short }) => (short ? [short] : []));
    return conclude({ findings: findingsOf(kept, context), gaps });
  },
};

/** A log that is kept too short, and what makes it so. */
interface Short {
  readonly family: LogFamily;
  /** `14 days (14 daily)`: all logs of one cause read the same. */
  readonly text: string;
  readonly cause: Location;
  readonly confidence: "high" | "medium" | "low";
}

interface Verdict {
  readonly short?: Short;
  readonly gaps?: readonly Gap[];
}

function judge(family: LogFamily, context: AuditContext): Verdict {
  const { rotation, path } = family;
  if (rotation?.kind === "blocked") return { gaps: [gap(path, rotation.reason)] };
  if (rotation?.kind === "found") return judgeRotation(family, rotation.value, context);
  const laravel =
    family.kind === "app" && family.isDated ? laravelDays(context.install) : undefined;
  if (laravel) {
    const { setting, days } = laravel;
    if (days === 0 || days >= wantedDays) return {};
    const { entry, path: file } = setting;
    const cause = { kind: "env", path: file, key: entry.key, line: entry.line } as const;
    return { short: { family, text: `kept ${plural(days, "day")}`, cause, confidence: "high" } };
  }
  // Nothing has ever taken a piece of it away.
  if (!family.isDated && family.files.length < 2) return {};
  return byEvidence(family, context, {
    text: "kept by something other than logrotate",
    cause: { kind: "file", path },
    confidence: "low",
  });
}

function judgeRotation(family: LogFamily, rotation: LogRotation, context: AuditContext): Verdict {
  const days = promisedDays(rotation);
  const cause = { kind: "file", path: rotation.path, line: rotation.line } as const;
  if (days === undefined) {
    const text = `rotated by size (${rotationText(rotation)}), which promises no days`;
    return byEvidence(family, context, { text, cause, confidence: "medium" });
  }
  if (days >= wantedDays) return {};
  const text = `kept ${plural(days, "day")} (${rotationText(rotation)})`;
  return { short: { family, text, cause, confidence: "high" } };
}

/** Without a promise counts how far the oldest file reaches back. */
function byEvidence(
  family: LogFamily,
  context: AuditContext,
  short: Omit<Short, "family">,
): Verdict {
  const gaps: Gap[] = [];
  let oldest = context.now.getTime();
  for (const path of family.files) {
    const stat = readerOf(context, path).stat(path);
    if (stat.kind === "blocked") gaps.push(gap(path, stat.reason));
    if (stat.kind === "found") oldest = Math.min(oldest, stat.value.mtimeMs);
  }
  const days = Math.floor((context.now.getTime() - oldest) / dayMs);
  if (days >= wantedDays) return {};
  const hidden = context.install.gaps.filter(({ what }) => what === parentOf(family.path));
  // An older file may be among what could not be seen.
  if (gaps.length > 0 || hidden.length > 0) return { gaps: [...gaps, ...hidden] };
  return {
    short: { ...short, family, text: `${short.text}; the oldest is ${plural(days, "day")} old` },
  };
}

/** One for each stanza, setting or log that is the cause. */
function findingsOf(kept: readonly Short[], context: AuditContext): readonly FindingDraft[] {
  const causes = new Map<string, Short[]>();
  for (const short of kept) {
    const key = `${JSON.stringify(short.cause)}\0${short.confidence}`;
    causes.set(key, [...(causes.get(key) ?? []), short]);
  }
  return [...causes.values()].flatMap((shorts): FindingDraft[] => {
    const [first] = shorts;
    if (!first) return [];
    const kinds = [...new Set(shorts.map(({ family }) => family.kind))].toSorted();
    const paths = shorts.map(({ family }) => family.path);
    const noun = shorts.length === 1 ? "log is" : "logs are";
    return [
      {
        message: `the ${wordList(kinds)} ${noun} ${first.text}`,
        location: first.cause,
        alsoAt: paths
          .filter((path) => first.cause.kind !== "file" || path !== first.cause.path)
          .map((path) => ({ kind: "file", path })),
        occurrences: 1,
        confidence: first.confidence,
        evidence: wordList(paths.map((path) => shownPath(context.install, path))),
      },
    ];
  });
}
