import { createLocalAudit } from "../../src/assertions/create-local-audit.ts";
import { loadLocalAudits } from "../../src/catalogue/read-local-audits.ts";
import type { Audit } from "../../src/core/audit.ts";
import { type AuditCases, type Case, auditCases } from "./audit-cases.ts";

/** A file of `audits.d` with one audit. */
export function localAuditText(assertion: string, id = "local/example"): string {
  return `audits:
  - id: ${id}
    title: The example is as it should be
    severity: medium
    rule: 2
    remedy: Put it right.
    ${assertion}
`;
}

export function localAudit(assertion: string): Audit {
  const file = { path: "/etc/iptvbp-guard/audits.d/example.yaml", text: localAuditText(assertion) };
  const [audit] = loadLocalAudits([file]);
  if (!audit) throw new Error("there is no audit");
  return createLocalAudit(audit);
}

/** `auditCases` for an assertion; its file stands beside the configuration of each case. */
export function localAuditCases(assertion: string, cases: Partial<AuditCases>): void {
  const text = localAuditText(assertion);
  const prepared = <T extends Case>(list: readonly T[] = []) =>
    list.map((each) => ({
      config: "",
      besideConfig: { "audits.d/example.yaml": text },
      ...each,
      name: `${assertion}: ${each.name}`,
    }));
  auditCases(localAudit(assertion), {
    passes: prepared(cases.passes),
    fails: prepared(cases.fails),
    unknowns: prepared(cases.unknowns),
    notApplicable: prepared(cases.notApplicable),
    obstacles: prepared(cases.obstacles),
  });
}
