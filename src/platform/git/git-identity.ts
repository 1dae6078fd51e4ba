import { statSync } from "node:fs";
import type { Stats } from "node:fs";
import { dirname } from "node:path";
import type { Look } from "../../core/look.ts";
import { blocked, found } from "../../core/look.ts";
import type { ObjectFiles } from "./list-object-files.ts";

/** The account a git child runs as; without numbers: as ourselves. */
export interface GitIdentity {
  readonly uid?: number;
  readonly gid?: number;
}

/** The account of nobody, the same number on every Linux. */
export const nobody = { uid: 65_534, gid: 65_534 } as const;

/**
 * Who may read this object folder on our behalf: never root for what somebody else could have
 * prepared. Owner not root: the owner. Owner root: nobody, where the files are readable for all,
 * else root, but only if no other account can write anywhere on the way.
 */
export function chooseGitIdentity(
  folder: string,
  files: ObjectFiles,
  self = process.getuid?.() ?? -1,
): Look<GitIdentity> {
  if (self !== 0) return found({});
  const owner = statSync(folder);
  // Root's group would let the owner's links reach what only that group may read.
  if (owner.uid !== 0) return found({ uid: owner.uid, gid: owner.gid || nobody.gid });
  const way = parentsOf(folder).map((path) => statSync(path));
  const inside = [...files.folders, ...files.objects.map(({ stat }) => stat)];
  const isOpen =
    way.every((stat) => allows(stat, nobody, enter)) &&
    files.folders.every((stat) => allows(stat, nobody, enter | read)) &&
    files.objects.every(({ stat }) => allows(stat, nobody, read));
  if (isOpen) return found(nobody);
  if ([...way, ...inside].every(onlyRootWrites)) return found({});
  return blocked(
    "permission",
    "the object files are root's, not readable by all, and others can write on the way to them",
  );
}

/** Whether the account can read the file, by its permission bits. */
export function mayRead(stat: Stats, identity: GitIdentity): boolean {
  return allows(stat, identity, read);
}

const read = 4;
const enter = 1;

/** Of groups only the main one counts: a child that changes its account gets no other. */
function allows(stat: Stats, { uid, gid }: GitIdentity, wanted: number): boolean {
  if (uid === undefined || uid === 0) return true;
  const shift = stat.uid === uid ? 6 : stat.gid === gid ? 3 : 0;
  return ((stat.mode >> shift) & wanted) === wanted;
}

function onlyRootWrites(stat: Stats): boolean {
  if (stat.uid !== 0) return false;
  // In a sticky folder of root's nobody can replace what is not theirs.
  if (stat.isDirectory() && (stat.mode & 0o1000) !== 0) return true;
  return (stat.mode & 0o002) === 0 && (stat.gid === 0 || (stat.mode & 0o020) === 0);
}

function parentsOf(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...parentsOf(parent)];
}
