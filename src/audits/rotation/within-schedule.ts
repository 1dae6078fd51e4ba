import type { CredentialAge } from "../../core/credentials/age.ts";
import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import { ownValueGaps } from "../../core/install/env-gaps.ts";
import type { FindingDraft } from "../../core/finding.ts";
import { addInterval, formatInterval, monthsBetween } from "../../core/text/interval.ts";
import type { Location } from "../../core/location.ts";
import { type Gap, gap } from "../../core/look.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import type { Interval } from "../../core/knowledge/provider.ts";
import { rotationEvery, storedInSettings } from "../../core/credentials/rotation-scope.ts";
import type { Severity } from "../../core/severity.ts";

export const withinSchedule: Audit = {
  meta: {
    id: "rotation/within-schedule",
    title: "Every credential is younger than its rotation interval",
    rule: 3,
    severity: "medium",
    why: "A key that leaked without anybody noticing works until it is changed. The vendor asks for new Stripe, Discord and NOWPayments keys every 12 months and new panel credentials every 6.",
    remedy:
      "Make a new key in the provider's dashboard, put it where the old one is, test every integration, then revoke the old one. Other intervals go into guard.yaml: rotation.every.",
    needs: [],
    references: [
      "https://docs.stripe.com/keys",
      "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
    ],
  },
  async run(context) {
    const subjects = scheduled(context);
    const elsewhere = inSettings(context);
    const gaps: Gap[] = [...ownValueGaps(context.install)];
    if (subjects.length + elsewhere.length + gaps.length === 0) {
      return notApplicable("no credential is kept here");
    }
    const ages = new Map((await context.ages()).map((age) => [age.credentialId, age]));
    const findings: FindingDraft[] = [];
    const needs: string[] = [];
    for (const { id, location, every } of [...elsewhere, ...subjects]) {
      const age = ages.get(id);
      const finding = age && judge({ id, location, every }, age, context.now);
      if (finding) findings.push(finding);
      else if (!age || age.atLeast) needs.push(recordCommand(id));
    }
    gaps.push(...damagedRecords(context));
    if (needs.length > 0) gaps.push(...ledgerGaps(context), ...(await gitGaps(context)));
    return conclude({ findings, gaps, needs });
  },
};

interface Subject {
  readonly id: string;
  readonly location: Location;
  readonly every: Interval;
}

/** Each may be the last word on how old a value is. */
function damagedRecords(context: AuditContext): readonly Gap[] {
  const ledger = context.rotations();
  return ledger.kind === "found" ? ledger.value.gaps : [];
}

/** What a person recorded stands there: where it cannot be read, nobody can be asked to again. */
function ledgerGaps(context: AuditContext): readonly Gap[] {
  const ledger = context.rotations();
  return ledger.kind === "blocked" ? [gap("our ledger", ledger.reason)] : [];
}

/** History may prove that a value is too old: where it cannot be asked, that was not seen. */
async function gitGaps({ git }: AuditContext): Promise<readonly Gap[]> {
  const { location } = git;
  const seen = location.kind === "found" ? await git.firstCommits() : location;
  return seen.kind === "blocked" ? [gap("git history", seen.reason)] : [];
}

function scheduled({ credentials, install }: AuditContext): readonly Subject[] {
  const subjects = new Map<string, Subject>();
  for (const credential of credentials) {
    const every = rotationEvery(install, credential.id, credential.spec);
    if (!every || subjects.has(credential.id)) continue;
    const location = { kind: "env", path: credential.path, key: credential.name } as const;
    subjects.set(credential.id, { id: credential.id, location, every });
  }
  return [...subjects.values()];
}

/** What only IPTVbp's own settings hold: its age must be recorded by a person. */
function inSettings(context: AuditContext): readonly Subject[] {
  const specs = context.catalogue.providers.flatMap((provider) => provider.credentials);
  return storedInSettings(context).flatMap((id) => {
    const every = rotationEvery(
      context.install,
      id,
      specs.find((spec) => spec.id === id),
    );
    const location = { kind: "host", what: `${id} in IPTVbp's settings` } as const;
    return every ? [{ id, location, every }] : [];
  });
}

function judge(
  { id, location, every }: Subject,
  age: CredentialAge,
  now: Date,
): FindingDraft | undefined {
  if (age.sinceMs === undefined) return undefined;
  const since = new Date(age.sinceMs);
  const due = addInterval(since, every);
  const severity = severityAt(since, due, now, age.atLeast);
  if (!severity) return undefined;
  return {
    severity,
    message: describe(id, every, age, since, now) + (severity === "info" ? dueOn(due) : ""),
    location,
    ruleId: id,
    evidence: `${age.atLeast ? "at least " : ""}since ${since.toISOString().slice(0, 10)} (${age.source})`,
  };
}

/** Overdue is medium, by half an interval high; the last tenth before it is info. */
function severityAt(since: Date, due: Date, now: Date, atLeast: boolean): Severity | undefined {
  const interval = due.getTime() - since.getTime();
  const age = now.getTime() - since.getTime();
  if (age > interval * 1.5) return "high";
  if (age > interval) return "medium";
  return !atLeast && age > interval * 0.9 ? "info" : undefined;
}

function describe(id: string, every: Interval, age: CredentialAge, since: Date, now: Date): string {
  const months = monthsBetween(since, now);
  const days = Math.floor((now.getTime() - since.getTime()) / 86_400_000);
  const text =
    months > 0 ? formatInterval({ months, days: 0 }) : formatInterval({ months: 0, days });
  const limit = every.months > 0 ? String(every.months) : formatInterval(every);
  return `${id}: ${age.atLeast ? ">= " : ""}${text}, limit ${limit}`;
}

function dueOn(due: Date): string {
  return `, due ${due.toISOString().slice(0, 10)}`;
}

function recordCommand(id: string): string {
  return `rotate record ${id}`;
}
