import type { Accounts } from "../../core/ports/accounts.ts";
import type { Account } from "../../core/install/install.ts";
import type { RunningProcess } from "../../core/ports/running-process.ts";

/** The account of a running process; its real groups beat what the group file says. */
export function workerAccount(
  accounts: Accounts,
  { uid, gid, groups }: Pick<RunningProcess, "uid" | "gid" | "groups">,
): Account {
  return {
    name: accounts.userName(uid),
    uid,
    gid,
    groups: [...new Set([gid, ...groups])],
  };
}
