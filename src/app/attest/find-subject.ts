import { audits } from "../../audits/index.ts";
import type { Audit, AuditMeta } from "../../core/audit.ts";
import { usageError } from "../../core/error.ts";
import type { StatementSpec } from "../../core/statements/statement-spec.ts";
import { nearest } from "../../core/text/nearest.ts";

/** An audit that takes statements. */
export interface Subject {
  readonly audit: Audit;
  readonly meta: AuditMeta;
  readonly spec: StatementSpec;
}

/** Every audit that takes statements, in id order. */
export const subjects: readonly Subject[] = audits.flatMap((audit) => {
  const { meta } = audit;
  return meta.statement === undefined ? [] : [{ audit, meta, spec: meta.statement }];
});

/** @throws GuardError `NO_STATEMENTS`, `UNKNOWN_AUDIT` */
export function findSubject(id: string): Subject {
  const subject = subjects.find(({ meta }) => meta.id === id);
  if (subject) return subject;
  const ids = subjects.map(({ meta }) => meta.id);
  const list = `it takes one of ${ids.join(", ")}`;
  if (audits.some(({ meta }) => meta.id === id)) {
    throw usageError(
      "NO_STATEMENTS",
      `${id} takes no statement: it looks for itself`,
      list,
      `see what it looks at with: explain ${id}`,
    );
  }
  const guess = nearest(id, ids) ?? ids.find((each) => each.endsWith(`/${id}`));
  throw usageError(
    "UNKNOWN_AUDIT",
    `no audit is called "${id}"`,
    ...(guess === undefined ? [list] : [`did you mean "${guess}"?`]),
    "see all that take a statement with: attest --list",
  );
}
