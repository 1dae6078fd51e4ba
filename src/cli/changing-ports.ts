import type { ChangingPorts } from "../app/fix/fix-plan.ts";
import { createInstallWriter } from "../platform/writing/install-writer.ts";
import { createTransactionStore } from "../platform/state/transaction-store.ts";
import type { Runtime } from "./runtime.ts";

/** The ports that change an install: only `fix` and `undo` build them. */
export function changingPorts({ host, ports, stateOf }: Runtime): ChangingPorts {
  const holder = host.env("SUDO_USER") ?? ports.accounts.userName(host.uid);
  return {
    writer: createInstallWriter(),
    transactionsOf: (root) => {
      const state = stateOf(root);
      // Root's records, and we are not root: says so, since nothing could be kept for undo.
      if (state.readonly) state.ensure();
      return createTransactionStore(state, holder);
    },
  };
}
