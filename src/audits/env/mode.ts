import type { AuditContext } from "../../core/audit-context.ts";
import { commandWord } from "../../core/text/command-word.ts";
import type { Audit } from "../../core/audit.ts";
import {
  type OwnerVerdict,
  isStatedOwner,
  judgeEnvOwner,
  lockedOutReader,
  ownerEdit,
  serviceGroupsOf,
} from "../../core/install/env-owner.ts";
import type { FindingDraft } from "../../core/finding.ts";
import type { FixPlan } from "../../core/fix.ts";
import { type Gap, gap } from "../../core/look.ts";
import { accessText, formatMode, groupBits, otherBits } from "../../core/install/mode.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import { readerOf } from "../../core/install/reader-of.ts";
import { type SeenEnvFile, seenEnvFiles } from "../../core/install/seen-env-files.ts";
import { shownPath } from "../../core/install/shown-path.ts";
import { wordList } from "../../core/text/word-list.ts";

export const mode: Audit = {
  meta: {
    id: "env/mode",
    title: "Nobody but its owner can read or write an env file",
    rule: 2,
    severity: "high",
    why: "The env file holds every key of the shop in clear. With mode 0644 each account and each service of the machine can read it: another site, a cron job, a plugin that was broken into.",
    remedy:
      "`chmod 600 .env`, and `chown www-data:www-data .env` where another account than its owner has to read it. An access list goes with `setfacl -b .env`. Whoever could read it so far may have done so.",
    needs: [],
    references: [
      "https://man7.org/linux/man-pages/man1/chmod.1.html",
      "https://man7.org/linux/man-pages/man5/acl.5.html",
      "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
    ],
  },
  run(context) {
    const { seen, gaps } = seenEnvFiles(context.install);
    if (seen.length === 0 && gaps.length === 0) return notApplicable("there is no env file");
    const unsure: Gap[] = [];
    const findings: FindingDraft[] = [];
    for (const each of seen) {
      const believed = context.modeDecides(each.file.path);
      if (believed.kind === "blocked") unsure.push(gap(each.file.path, believed.reason));
      else if ((each.stat.mode & 0o077) !== 0) findings.push(findingOf(each, context));
    }
    return conclude({ findings, gaps: [...gaps, ...unsure] });
  },
};

function findingOf(seen: SeenEnvFile, context: AuditContext): FindingDraft {
  const { file, stat } = seen;
  const { install } = context;
  const name = shownPath(install, file.path);
  const named = namedReaders(seen, context);
  const verdict = ownerVerdict(seen, context);
  // What the service reads through its group alone is as safe as the guide's own way.
  const isLow = verdict === "group" && named?.length === 0;
  return {
    ...(isLow ? { severity: "low" as const } : {}),
    message: `${name} is ${formatMode(stat.mode)}: ${whoCan(seen, named, context)}`,
    location: { kind: "file", path: file.path },
    ...howToClose(seen, name, verdict, context),
  };
}

/** Accounts and groups that an access list names; undefined when it cannot be read. */
function namedReaders(
  { file, stat }: SeenEnvFile,
  context: AuditContext,
): readonly string[] | undefined {
  // Without group bits no entry is in force: they are the mask of the list.
  if (groupBits(stat) === 0) return [];
  const list = readerOf(context, file.path).accessList(file.path);
  if (list.kind !== "found") return list.kind === "absent" ? [] : undefined;
  return list.value.flatMap((line) => {
    const [, kind, id, bits = ""] = /^(user|group):(\d+):(\S+)$/.exec(line) ?? [];
    if (kind === undefined || !/[rwx]/.test(bits)) return [];
    const { accounts } = context;
    const who = kind === "user" ? accounts.userName(Number(id)) : accounts.groupName(Number(id));
    return [`${kind} ${who}`];
  });
}

function whoCan(
  { stat }: SeenEnvFile,
  named: readonly string[] | undefined,
  { accounts }: AuditContext,
): string {
  const others = otherBits(stat);
  const group = groupBits(stat);
  const everybody = others === 0 ? [] : [`every account can ${accessText(others)} it`];
  if ((group & ~others) === 0) return everybody.join("");
  const owning = `group ${accounts.groupName(stat.gid)}`;
  const who =
    named === undefined
      ? `${owning} or an access list`
      : named.length === 0
        ? owning
        : `${wordList(named)} (access list)`;
  return [...everybody, `${who} can ${accessText(group)} it`].join(", ");
}

function ownerVerdict({ file, stat }: SeenEnvFile, { install }: AuditContext) {
  const { owner } = install;
  if (owner.kind !== "found") return undefined;
  return judgeEnvOwner(file, stat, owner.value.value, serviceGroupsOf(install));
}

function howToClose(
  seen: SeenEnvFile,
  name: string,
  verdict: OwnerVerdict | undefined,
  context: AuditContext,
): Pick<FindingDraft, "fix" | "remedy"> {
  const { owner } = context.install;
  const after = verdict === "right" || owner.kind !== "found" ? seen.stat : owner.value.value;
  const lockedOut = lockedOutReader(context.install, seen.file, after);
  if (lockedOut === undefined) return { fix: fixOf(seen, name, verdict, context) };
  return {
    remedy: `give it to the account that reads it, ${lockedOut}, then: chmod 600 ${commandWord(seen.file.path)}`,
  };
}

/** Closes the file, and gives it to whoever has to read it where that is not its owner. */
function fixOf(
  { file, stat }: SeenEnvFile,
  name: string,
  verdict: OwnerVerdict | undefined,
  { install }: AuditContext,
): FixPlan {
  const { path } = file;
  const title = `close ${name} to everybody but its owner`;
  // An owner who may only read (0444) stays so.
  const to = stat.mode & 0o600 || 0o600;
  const close = { kind: "mode", path, from: stat.mode, to } as const;
  const { owner } = install;
  if (owner.kind !== "found" || verdict === undefined) {
    const caution = "nobody knows which account reads it: only its owner can afterwards";
    return { title, safety: "review", caution, edits: [close] };
  }
  if (verdict === "right") return { title, safety: "safe", edits: [close] };
  const edits = [close, ownerEdit(path, stat, owner.value.value)];
  if (verdict === "wrong" && isStatedOwner(owner.value)) return { title, safety: "safe", edits };
  const caution =
    verdict === "group"
      ? "the service reads it through its group and may not change it; it would own it afterwards"
      : `it goes to ${owner.value.value.name}, as ${owner.value.source} suggests`;
  return { title, safety: "review", caution, edits };
}
