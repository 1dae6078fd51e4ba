import type { AuditContext } from "../core/audit-context.ts";
import type { FindingDraft } from "../core/finding.ts";
import type { Edit, FixPlan } from "../core/fix.ts";
import { formatMode, groupBits } from "../core/install/mode.ts";
import { ownerEdit } from "../core/install/env-owner.ts";
import { readerOf } from "../core/install/reader-of.ts";
import { shownPath } from "../core/install/shown-path.ts";
import type { FileAssertion } from "../core/knowledge/local-audit.ts";
import { type Gap, type Look, absent, found, gap } from "../core/look.ts";
import type { FileStat } from "../core/ports/files.ts";

/** Mode and owner that were asked for, in numbers. */
export interface WantedRights {
  readonly mode?: number;
  readonly owner?: { readonly name: string; readonly uid: number; readonly gid?: number };
}

/** Undefined when neither was asked for; not `found` when there is no such account. */
export function wantedRights(
  { mode, owner }: FileAssertion,
  { accounts }: AuditContext,
): Look<WantedRights> | undefined {
  if (mode === undefined && owner === undefined) return undefined;
  const ofMode = mode === undefined ? {} : { mode };
  if (owner === undefined) return found(ofMode);
  const [user = "", group] = owner.split(":");
  const account = accounts.byName(user);
  const uid = account.kind === "found" ? found(account.value.uid) : (numeric(user) ?? account);
  if (uid.kind !== "found") return uid;
  if (group === undefined) return found({ ...ofMode, owner: { name: owner, uid: uid.value } });
  const ofGroup = accounts.groupByName(group);
  const gid = ofGroup.kind === "found" ? ofGroup : (numeric(group) ?? ofGroup);
  if (gid.kind !== "found") return gid;
  return found({ ...ofMode, owner: { name: owner, uid: uid.value, gid: gid.value } });
}

function numeric(text: string): Look<number> | undefined {
  return /^\d{1,10}$/.test(text) ? found(Number(text)) : undefined;
}

export function judgeRights(
  path: string,
  stat: FileStat,
  wanted: WantedRights,
  context: AuditContext,
): { readonly findings: readonly FindingDraft[]; readonly gaps: readonly Gap[] } {
  const believed = context.modeDecides(path);
  if (believed.kind !== "found") {
    const reason = believed.kind === "blocked" ? believed.reason : vanished;
    return { findings: [], gaps: [gap(path, reason)] };
  }
  const list = foreignEntries(path, stat, wanted, context);
  const isOpen = list.kind === "found" && list.value.length > 0;
  const excess = excessOf(stat, wanted);
  const isOthers = !isOwned(stat, wanted);
  const what = [
    ...(excess > 0
      ? [`is ${formatMode(stat.mode)}, more than ${formatMode(wanted.mode ?? 0)}`]
      : []),
    ...(isOpen && excess === 0
      ? [`has an access list that lets ${list.value.join(" and ")} in`]
      : []),
    ...(isOthers ? [`belongs to ${ownerOf(stat, context)}, not ${wanted.owner?.name ?? ""}`] : []),
  ];
  const gaps = list.kind === "blocked" ? [gap(`access list of ${path}`, list.reason)] : [];
  if (what.length === 0) return { findings: [], gaps };
  const name = shownPath(context.install, path);
  const fix = isOpen && excess === 0 ? undefined : fixOf(path, name, stat, wanted);
  const message = `${name} ${what.join(", and ")}`;
  return {
    findings: [{ message, location: { kind: "file", path }, ...(fix ? { fix } : {}) }],
    gaps,
  };
}

export const vanished = { code: "io", text: "vanished while it was looked at" } as const;

/** Set-group-id and sticky give nobody anything on a folder. */
function excessOf({ mode, kind }: FileStat, wanted: WantedRights): number {
  if (wanted.mode === undefined) return 0;
  const harmless = kind === "directory" ? 0o3000 : 0;
  return mode & 0o7777 & ~wanted.mode & ~harmless;
}

function isOwned({ uid, gid }: FileStat, { owner }: WantedRights): boolean {
  if (owner === undefined) return true;
  return owner.uid === uid && (owner.gid === undefined || owner.gid === gid);
}

/** Whom an access list lets in where the wanted mode leaves the group something. */
function foreignEntries(
  path: string,
  stat: FileStat,
  wanted: WantedRights,
  context: AuditContext,
): Look<readonly string[]> {
  // Without group bits no entry is in force: they are the mask of the list.
  if (wanted.mode === undefined || groupBits(stat) === 0) return absent;
  const list = readerOf(context, path).accessList(path);
  if (list.kind !== "found") return list;
  const { accounts } = context;
  return found(
    list.value.flatMap((line) => {
      const [, kind, id, bits = ""] = /^(user|group):(\d+):(\S+)$/.exec(line) ?? [];
      if (kind === undefined || !/[rwx]/.test(bits)) return [];
      const name = kind === "user" ? accounts.userName(Number(id)) : accounts.groupName(Number(id));
      return [`${kind} ${name}`];
    }),
  );
}

function ownerOf({ uid, gid }: FileStat, { accounts }: AuditContext): string {
  return `${accounts.userName(uid)}:${accounts.groupName(gid)}`;
}

/** Fixes change files only. Somebody else may need what is taken away: a person decides. */
function fixOf(
  path: string,
  name: string,
  stat: FileStat,
  wanted: WantedRights,
): FixPlan | undefined {
  if (stat.kind !== "file") return undefined;
  const to = stat.mode & 0o7777 & ~excessOf(stat, wanted);
  const edits: Edit[] = [];
  if (to !== (stat.mode & 0o7777)) edits.push({ kind: "mode", path, from: stat.mode, to });
  const { owner } = wanted;
  if (owner && !isOwned(stat, wanted)) {
    edits.push(ownerEdit(path, stat, { uid: owner.uid, gid: owner.gid ?? stat.gid }));
  }
  return {
    title: `give ${name} the rights that its audit asks for`,
    safety: "review",
    caution: "whatever uses it as another account no longer can",
    edits,
  };
}
