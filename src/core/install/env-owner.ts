import type { FileStat } from "../ports/files.ts";
import type { Edit } from "../fix.ts";
import type { FileOwner } from "../ports/files.ts";
import type { EnvFile, Install, Sourced } from "./install.ts";
import { groupBits, otherBits } from "./mode.ts";

/**
 * `right`: whoever must read the file owns it, or root does where root's manager reads it.
 * `group`: root owns it and the service reads it through its group alone (0640), which is as safe
 * but not what the vendor's guide says.
 */
export type OwnerVerdict = "right" | "group" | "wrong";

/** Judges the owner of an env file against the account that must read it. */
export function judgeEnvOwner(
  { readByManager }: EnvFile,
  stat: FileStat,
  expected: FileOwner,
  serviceGroups: readonly number[],
): OwnerVerdict {
  if (stat.uid === expected.uid) return "right";
  if (stat.uid !== 0) return "wrong";
  if (readByManager !== undefined) return "right";
  const isServiceGroup = stat.gid === expected.gid || serviceGroups.includes(stat.gid);
  const onlyGroupReads = groupBits(stat) === 4 && otherBits(stat) === 0;
  return isServiceGroup && stat.gid !== 0 && onlyGroupReads ? "group" : "wrong";
}

/** All groups of the service, as far as they are known. */
export function serviceGroupsOf({ serviceUser }: Install): readonly number[] {
  return serviceUser.kind === "found" ? serviceUser.value.value.groups : [];
}

export function ownerEdit(
  path: string,
  { uid, gid }: FileStat,
  to: FileOwner,
): Extract<Edit, { kind: "owner" }> {
  return { kind: "owner", path, from: { uid, gid }, to: { uid: to.uid, gid: to.gid } };
}

/**
 * Whether somebody wrote down who reads the file (guard.yaml, a unit, a pool). A running process
 * or the owner of a folder is only evidence: a person decides whether to act on it.
 */
export function isStatedOwner({ source }: Sourced<unknown>): boolean {
  return source === "guard.yaml" || source.endsWith(".service") || /^php\S*-fpm pool /.test(source);
}

/**
 * Names the service account that could not read a private file of that owner: a contradiction
 * between guard.yaml and what runs here, which no fix of ours can solve. Undefined when it can.
 */
export function lockedOutReader(
  { serviceUser }: Install,
  { readByManager }: EnvFile,
  owner: Pick<FileOwner, "uid">,
): string | undefined {
  if (serviceUser.kind !== "found" || readByManager !== undefined) return undefined;
  const { value, source } = serviceUser.value;
  // Who merely owns the folder need not run anything.
  if (value.uid === 0 || value.uid === owner.uid || source === "owner of the root")
    return undefined;
  return `${value.name} (${source})`;
}
