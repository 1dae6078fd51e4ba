import { statementSum } from "../../src/app/audit/read-statements.ts";
import { withSum } from "../../src/core/statements/statement-lines.ts";
import type { StatementRecord } from "../../src/core/statements/statement.ts";

/** Where a built install has what was stated about it; a host file like any other. */
export const statementsPath = "/var/lib/iptvbp-guard/attestations";

/** A statement of jo, made when the tests' clock stands; a case says only what matters. */
export function aStatement(audit: string, fields: object = {}): StatementRecord {
  return {
    kind: "stated",
    audit,
    answer: "on",
    date: "2026-11-20",
    until: "2026-12-20",
    at: "2026-11-20T10:00:00.000Z",
    by: "jo",
    ...fields,
  };
}

/** As `attest` writes it. */
export function lineOf(record: object): string {
  return `${JSON.stringify(withSum(record as StatementRecord, statementSum))}\n`;
}

/** The state of an install in which this was stated, oldest first; text stands as it is. */
export function stating(...records: readonly (object | string)[]) {
  const lines = records.map((each) => (typeof each === "string" ? each : lineOf(each)));
  return { files: { ".env": "A=1\n" }, host: { [statementsPath]: lines.join("") } };
}
