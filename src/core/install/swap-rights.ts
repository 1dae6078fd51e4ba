import type { AuditContext } from "../audit-context.ts";
import type { FileStat } from "../ports/files.ts";
import type { EnvFile } from "./install.ts";
import { type Look, absent, found } from "../look.ts";
import { groupBits, otherBits } from "./mode.ts";
import { readerOf } from "./reader-of.ts";

/** Accounts and groups that may change the install anyway. */
export interface TrustedAccounts {
  readonly uids: ReadonlySet<number>;
  readonly gids: ReadonlySet<number>;
}

/** Root, whoever owns or reads the files, the owner of the root; and the main groups of these. */
export function trustedAccounts(
  { install, files, accounts }: AuditContext,
  envFiles: readonly EnvFile[],
): TrustedAccounts {
  const uids = new Set([0]);
  const gids = new Set([0]);
  if (install.owner.kind === "found") {
    uids.add(install.owner.value.value.uid);
    gids.add(install.owner.value.value.gid);
  }
  if (install.serviceUser.kind === "found") {
    uids.add(install.serviceUser.value.value.uid);
    gids.add(install.serviceUser.value.value.gid);
  }
  const root = files.stat(install.root);
  if (root.kind === "found") uids.add(root.value.uid);
  for (const { stat } of envFiles) if (stat.kind === "found") uids.add(stat.value.uid);
  for (const uid of uids) {
    const account = accounts.byUid(uid);
    if (account.kind === "found") gids.add(account.value.gid);
  }
  return { uids, gids };
}

/**
 * Who besides the trusted ones may rename and remove what is in a folder, in words; absent when
 * nobody may. With the sticky bit only the owners of file and folder may.
 * https://man7.org/linux/man-pages/man7/inode.7.html
 */
export function whoCanSwap(
  folder: string,
  stat: FileStat,
  { uids, gids }: TrustedAccounts,
  context: AuditContext,
): Look<string> {
  const { accounts } = context;
  if (!uids.has(stat.uid)) return found(accounts.userName(stat.uid));
  const isSticky = (stat.mode & 0o1000) !== 0;
  if (isSticky) return absent;
  if (otherBits(stat) & 2) return found("every account");
  if ((groupBits(stat) & 2) === 0) return absent;
  // Group bits are the mask of an access list: without the write bit none of its entries writes.
  const list = readerOf(context, folder).accessList(folder);
  if (list.kind === "blocked") return list;
  const named = list.kind === "found" ? list.value : [];
  for (const line of named) {
    const [, kind, id] = /^(user|group):(\d+):.w/.exec(line) ?? [];
    if (kind === "user" && !uids.has(Number(id))) return found(accounts.userName(Number(id)));
    if (kind === "group" && !gids.has(Number(id))) {
      return found(`group ${accounts.groupName(Number(id))}`);
    }
  }
  return gids.has(stat.gid) ? absent : found(`group ${accounts.groupName(stat.gid)}`);
}
