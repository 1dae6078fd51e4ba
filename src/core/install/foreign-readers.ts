import type { AuditContext } from "../audit-context.ts";
import type { FileStat } from "../ports/files.ts";
import { groupBits, otherBits } from "./mode.ts";
import { parentOf } from "../text/path-text.ts";
import { readerOf } from "./reader-of.ts";

/**
 * Who besides root, the owner and the service can read a file, in words: `every account`,
 * `group adm`; undefined when nobody can.
 */
export function findReaders(path: string, stat: FileStat, context: AuditContext) {
  if (otherBits(stat) & 4 && isReachable(path, context)) return "every account";
  if ((groupBits(stat) & 4) === 0) return undefined;
  const { install, accounts } = context;
  // The group bits may stand for an access list, which can name anybody.
  const list = readerOf(context, path).accessList(path);
  const isNamed = list.kind === "found" && list.value.some((line) => /:r..$/.test(line));
  if (isNamed || list.kind === "blocked") return "an access list lets others, who";
  const service =
    install.serviceUser.kind === "found" ? install.serviceUser.value.value : undefined;
  const isOwn = stat.gid === 0 || stat.gid === service?.gid;
  return isOwn ? undefined : `group ${accounts.groupName(stat.gid)}`;
}

/** Whether every account may enter all folders above; in doubt yes. */
function isReachable(path: string, context: AuditContext): boolean {
  for (let folder = parentOf(path); ; folder = parentOf(folder)) {
    const stat = readerOf(context, folder).stat(folder);
    if (stat.kind === "found" && (otherBits(stat.value) & 1) === 0) return false;
    if (folder === "/") return true;
  }
}
