import type { AuditContext } from "../audit-context.ts";
import type { AuditMeta } from "../audit.ts";
import { type Outcome, conclude, unknown } from "../outcome.ts";
import type { ReasonCode } from "../look.ts";
import { dayOf, daysBetween } from "./day.ts";
import type { Statement } from "./statement.ts";
import type { StatementSpec } from "./statement-spec.ts";
import { standingOf } from "./statement-standing.ts";

/** What speaks against an answer, as a finding's message; undefined when nothing does. */
export type Objection = (answer: Statement["answer"]) => string | undefined;

/**
 * The verdict of an audit that only a dashboard can answer: skipped while nothing is stated, unknown
 * when what was stated does not hold now or cannot be read, failing only on what somebody saw.
 *
 * @param objection judges a list of names, where the audit takes one.
 */
export function judgeStatement(
  { id, statement: spec }: AuditMeta,
  { now, statementOf }: Pick<AuditContext, "now" | "statementOf">,
  objection: Objection = () => undefined,
): Outcome {
  if (!spec) throw new Error(`${id} takes no statement`);
  const standing = standingOf(statementOf(id), spec, now);
  const needs = [`attest ${id}`];
  const cannotTell = (code: ReasonCode, text: string): Outcome => ({
    status: "unknown",
    reason: { code, text },
    gaps: [],
    needs,
  });
  if (standing.kind === "none") return conclude({ needs });
  if (standing.kind === "unreadable") return unknown(standing.reason, "our attestations");
  const { statement, until } = standing;
  const said = `what ${statement.by} stated on ${statement.date}`;
  switch (standing.kind) {
    case "to-come":
      return cannotTell("expired", `${said} has not come yet by this clock (${dayOf(now)})`);
    case "expired":
      return cannotTell("expired", `${said} expired on ${until}; look again: attest ${id}`);
    case "overdue": {
      const days = daysBetween(statement.date, dayOf(now));
      return failing(`last reviewed ${days} days ago, limit ${spec.holds.most}`, statement, spec);
    }
    case "holds": {
      if (!fits(statement, spec)) return cannotTell("parse", `${said} does not answer this audit`);
      const against = objectionTo(statement, spec) ?? objection(statement.answer);
      return against === undefined ? conclude({}) : failing(against, statement, spec);
    }
  }
}

function fits({ answer }: Statement, { form }: StatementSpec): boolean {
  if (answer === "on" || answer === "off") return true;
  return form?.kind === (typeof answer === "number" ? "number" : "names");
}

function objectionTo({ answer }: Statement, { form, off }: StatementSpec): string | undefined {
  if (answer === "off") return off;
  if (typeof answer !== "number" || form?.kind !== "number" || answer >= form.atLeast) {
    return undefined;
  }
  return `${off}: ${answer} ${form.unit}`;
}

function failing(
  message: string,
  { by, date, note }: Statement,
  { subject }: StatementSpec,
): Outcome {
  const remark = note === undefined ? "" : `: ${note}`;
  const evidence = `stated by ${by} on ${date}${remark}`;
  return conclude({ findings: [{ message, location: { kind: "host", what: subject }, evidence }] });
}
