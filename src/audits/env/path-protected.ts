import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import type { FileStat } from "../../core/ports/files.ts";
import type { FindingDraft } from "../../core/finding.ts";
import type { EnvFile } from "../../core/install/install.ts";
import { reasonOfKind } from "../../core/install/file-kind-reason.ts";
import { type Gap, gap } from "../../core/look.ts";
import { formatMode } from "../../core/install/mode.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import { parentOf, publishPath } from "../../core/text/path-text.ts";
import { readerOf } from "../../core/install/reader-of.ts";
import { envListGaps } from "../../core/install/seen-env-files.ts";
import { isUntrustedFile } from "../../core/install/untrusted-file.ts";
import { shownPath } from "../../core/install/shown-path.ts";
import {
  type TrustedAccounts,
  trustedAccounts,
  whoCanSwap,
} from "../../core/install/swap-rights.ts";

interface Seen {
  readonly findings: readonly FindingDraft[];
  readonly gaps: readonly Gap[];
}

export const pathProtected: Audit = {
  meta: {
    id: "env/path-protected",
    title: "Nobody else can put another file in the place of an env file",
    rule: 2,
    severity: "high",
    why: "Who may write to a folder may rename what is in it: a private .env in an open folder can be swapped for one with another webhook secret or panel address. A link is as safe as all folders on its way; one that leads out of the install, or a second name, lets the file be reached, and its mode be judged, in the wrong place.",
    remedy:
      '`chmod go-w` the folder that is named, up to the root of the file system, or set the sticky bit (`chmod +t`) on a folder that has to stay open. Name the file that a link leads to in guard.yaml (install.env), or replace the link by the file itself (`cp --remove-destination "$(readlink -f .env)" .env`). Remove other names (`find / -xdev -samefile .env`).',
    needs: [],
    references: [
      "https://man7.org/linux/man-pages/man7/inode.7.html",
      "https://man7.org/linux/man-pages/man7/path_resolution.7.html",
    ],
  },
  run(context) {
    const files = context.install.envFiles;
    const hidden = envListGaps(context.install);
    if (files.length === 0 && hidden.length === 0) return notApplicable("there is no env file");
    const own = files.map((file) => judgeFile(file, context));
    const above = judgeFolders(files, context);
    return conclude({
      findings: [...own.flatMap(({ findings }) => findings), ...above.findings],
      gaps: [...hidden, ...own.flatMap(({ gaps }) => gaps), ...above.gaps],
    });
  },
};

function judgeFile(file: EnvFile, context: AuditContext): Seen {
  const { path, stat } = file;
  const name = shownPath(context.install, path);
  const location = { kind: "file", path } as const;
  if (stat.kind === "blocked" && isUntrustedFile(file)) {
    return { findings: [], gaps: [gap(path, stat.reason)] };
  }
  const link = readerOf(context, path).readLink(path);
  if (link.kind === "found") {
    const target = publishPath(link.value);
    const message = `${name} is a link to ${target}, which is not followed`;
    return { findings: [{ message, location }], gaps: [] };
  }
  const blocked = link.kind === "blocked" ? link : stat;
  if (blocked.kind === "blocked") return { findings: [], gaps: [gap(path, blocked.reason)] };
  if (stat.kind !== "found") return { findings: [], gaps: [] };
  const reason = reasonOfKind(stat.value.kind);
  if (reason) return { findings: [], gaps: [gap(path, reason)] };
  const { nlink } = stat.value;
  const message = `${name} has ${nlink} names: one of them may be open to others`;
  const second = nlink > 1 ? [{ message, location }] : [];
  const seen = (file.links ?? []).map((each) => judgeLink(each, file, context));
  return {
    findings: [...second, ...seen.flatMap(({ findings }) => findings)],
    gaps: seen.flatMap(({ gaps }) => gaps),
  };
}

/** In a folder with the sticky bit the owner of a link may lead it elsewhere. */
function judgeLink(path: string, file: EnvFile, context: AuditContext): Seen {
  const stat = readerOf(context, path).stat(path);
  if (stat.kind === "blocked") return { findings: [], gaps: [gap(path, stat.reason)] };
  if (stat.kind !== "found") return { findings: [], gaps: [] };
  if (trustedAccounts(context, [file]).uids.has(stat.value.uid)) return { findings: [], gaps: [] };
  const { install, accounts } = context;
  const who = accounts.userName(stat.value.uid);
  const message = `${who} can lead ${shownPath(install, path)} elsewhere: the link is theirs`;
  return { findings: [{ message, location: { kind: "file", path } }], gaps: [] };
}

/** One finding per folder, however many env files are below it. */
function judgeFolders(files: readonly EnvFile[], context: AuditContext): Seen {
  const { install } = context;
  const findings: FindingDraft[] = [];
  const gaps: Gap[] = [];
  const folders = new Map<string, EnvFile[]>();
  for (const file of files.filter((each) => !isUntrustedFile(each))) {
    // Whoever may swap a link on the way decides which file is read, too.
    const names = [file.path, ...(file.links ?? [])];
    for (const folder of new Set(names.flatMap(foldersAbove))) {
      folders.set(folder, [...(folders.get(folder) ?? []), file]);
    }
  }
  for (const [folder, below] of folders) {
    const stat = readerOf(context, folder).stat(folder);
    if (stat.kind === "blocked") gaps.push(gap(folder, stat.reason));
    if (stat.kind !== "found") continue;
    const trusted = trustedAccounts(context, below);
    const names = below.map(({ path }) => shownPath(install, path));
    const seen = judgeFolder(folder, stat.value, names, trusted, context);
    findings.push(...seen.findings);
    gaps.push(...seen.gaps);
  }
  return { findings, gaps };
}

function judgeFolder(
  folder: string,
  stat: FileStat,
  names: readonly string[],
  trusted: TrustedAccounts,
  context: AuditContext,
): Seen {
  const who = whoCanSwap(folder, stat, trusted, context);
  if (who.kind === "blocked") return { findings: [], gaps: [gap(folder, who.reason)] };
  if (who.kind === "absent") return { findings: [], gaps: [] };
  const message = `${who.value} can swap ${names[0] ?? ""}: ${shownPath(context.install, folder)} is ${formatMode(stat.mode)}`;
  return { findings: [{ message, location: { kind: "file", path: folder } }], gaps: [] };
}

function foldersAbove(path: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = parentOf(path); ; folder = parentOf(folder)) {
    folders.push(folder);
    if (folder === "/") return folders;
  }
}
