import type { Status } from "../../core/outcome.ts";
import { createAuditContext } from "../audit/audit-context.ts";
import { runAudits } from "../audit/run-audits.ts";
import type { OpenedInstall } from "../open-install.ts";
import type { Ports } from "../ports.ts";
import type { Subject } from "./find-subject.ts";

/** What the audits themselves make of what is stated, by audit id. */
export async function verdictsOf(
  ports: Ports,
  opened: OpenedInstall,
  subjects: readonly Subject[],
): Promise<ReadonlyMap<string, Status>> {
  // How old credentials are is nothing that a statement is about.
  const context = createAuditContext(ports, {
    ...opened,
    now: ports.clock.now(),
    ledger: new Map(),
  });
  const audits = subjects.map(({ audit }) => audit);
  const results = await runAudits(audits, context, ports.clock);
  return new Map(results.map(({ meta, outcome }) => [meta.id, outcome.status]));
}
