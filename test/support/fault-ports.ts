import type { Ports } from "../../src/app/ports.ts";
import { readTree } from "../../src/platform/files/read-tree.ts";
import { statementsPath } from "./a-statement.ts";
import { asOther } from "./as-user.ts";
import { closedAccounts, closedIncidents, closedReader } from "./fault-readers.ts";

/**
 * The same ports, to which one name and what is below it are closed: the kernel answers as it
 * answers an ordinary account.
 *
 * @param at the name as the spots have it; `real` its path on the disk.
 */
export function portsWithout(ports: Ports, at: string, real: string): Ports {
  const asked = at.startsWith("{") ? real : at;
  const isTable = at === "/etc/passwd" || at === "/etc/group";
  const filesOf = (root: string) => closedReader(ports.filesOf(root), asked);
  return {
    ...ports,
    host: closedReader(ports.host, asked),
    filesOf,
    accounts: isTable ? closedAccounts(ports.accounts) : ports.accounts,
    treeOf: (root) => readTree(root, { files: filesOf(root) }),
    statementsOf: (root) => {
      const file = ports.statementsOf(root);
      return at === statementsPath ? { ...file, lines: () => asOther(() => file.lines()) } : file;
    },
    incidentsOf: (root) => {
      const incidents = ports.incidentsOf(root);
      return at.startsWith("{top}/state/incidents") ? closedIncidents(incidents) : incidents;
    },
    ledgerOf: (root) => {
      const ledger = ports.ledgerOf(root);
      if (at !== "{top}/ledger") return ledger;
      return { ...ledger, read: () => asOther(() => ledger.read()) };
    },
  };
}
