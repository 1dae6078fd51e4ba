import type { AuditMeta } from "../../core/audit.ts";
import type { Explanation } from "../../core/documents/explanation.ts";
import { expected } from "../../core/statements/parse-answer.ts";
import type { StatementSpec } from "../../core/statements/statement-spec.ts";

export function explainAudit(meta: AuditMeta): Explanation {
  const { id, title, severity, rule, why, remedy, references, statement } = meta;
  return {
    id,
    subject: "audit",
    title,
    severity,
    rule,
    why,
    remedy,
    steps: [],
    facts: statement === undefined ? [] : statementFacts(statement),
    audits: [],
    references,
    ...(statement === undefined ? {} : { next: attestCommand(id, statement) }),
  };
}

/** What `attest` asks, where to look, and what it takes for an answer. */
function statementFacts({ question, look, form, holds, review }: StatementSpec) {
  const { usual, most } = holds;
  return [
    { name: "Look at", text: look },
    { name: "Question", text: question },
    { name: "Answers", text: review ? "the day of the review, or off" : orList(expected(form)) },
    {
      name: "Holds",
      text: review ? `${most} days from the review` : `${usual} days, ${most} at most`,
    },
  ];
}

function attestCommand(id: string, { review, form }: StatementSpec): string {
  if (review) return `attest ${id} --date YYYY-MM-DD`;
  const answer = form?.kind === "number" ? `${form.atLeast}` : "on";
  return `attest ${id} --state ${form?.kind === "names" ? form.noun.toUpperCase() : answer}`;
}

function orList(words: readonly string[]): string {
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}
