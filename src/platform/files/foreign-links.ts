import type { DirectoryEntry, FileStat } from "../../core/ports/files.ts";

/**
 * Marks names of a folder that are a second name of somebody else's file: whoever may write to the
 * folder could make one of /etc/shadow, on systems with `fs.protected_hardlinks=0`. Package stores
 * and deployments link a lot too, but what their own account has.
 * https://www.kernel.org/doc/html/latest/admin-guide/sysctl/fs.html#protected-hardlinks
 *
 * @param folder asked for only where there is a file with several names.
 */
export function markForeignLinks(
  entries: readonly DirectoryEntry[],
  folder: () => FileStat,
): readonly DirectoryEntry[] {
  const hasLinks = ({ stat }: DirectoryEntry) => stat.kind === "file" && stat.nlink > 1;
  // Elsewhere owners tell nothing.
  if (process.platform === "win32" || !entries.some(hasLinks)) return entries;
  const around = folder();
  return entries.map((entry) =>
    hasLinks(entry) && isForeign(entry.stat, around)
      ? { ...entry, stat: { ...entry.stat, kind: "hard-link" } }
      : entry,
  );
}

/** Of root's files in a folder that a group may write to, root need not have made the name. */
function isForeign({ uid }: FileStat, folder: FileStat): boolean {
  if (uid !== folder.uid || (folder.mode & 0o002) !== 0) return true;
  return uid === 0 && folder.gid !== 0 && (folder.mode & 0o020) !== 0;
}
