import type { Accounts } from "../../src/core/accounts.ts";
import type { Account } from "../../src/core/install.ts";
import { absent, blocked, found } from "../../src/core/look.ts";

/** Accounts from a table, as `/etc/passwd` of a host in a folder would say. */
export function tableAccounts(
  users: readonly Account[],
  groups: Readonly<Record<string, number>>,
): Accounts {
  const look = (user: Account | undefined) => (user ? found(user) : absent);
  return {
    self: { uid: 0, gid: 0 },
    userName: (uid) => users.find((user) => user.uid === uid)?.name ?? String(uid),
    groupName: (gid) => Object.entries(groups).find(([, id]) => id === gid)?.[0] ?? String(gid),
    byName: (name) => look(users.find((user) => user.name === name)),
    byUid: (uid) => look(users.find((user) => user.uid === uid)),
    groupByName: (name) => (groups[name] === undefined ? absent : found(groups[name])),
    canRead: () => Promise.resolve(blocked("needs-root", "not asked in this test")),
  };
}
