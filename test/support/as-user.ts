export const isRoot = process.getuid?.() === 0;
/** `www-data` on Debian; any account without rights does. */
export const otherUser = { uid: 33, gid: 33 } as const;

/** Runs something of this process as another account, which only root can. Not for promises. */
export function asOther<T>(act: () => T): T {
  const groups = process.getgroups?.() ?? [];
  process.setgroups?.([]);
  process.setegid?.(otherUser.gid);
  process.seteuid?.(otherUser.uid);
  try {
    return act();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
    process.setgroups?.(groups);
  }
}
