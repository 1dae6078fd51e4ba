import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import { type Backup, findBackups, unsureGaps } from "../../core/backups/backup-files.ts";
import { outcomeWithoutBackups } from "../../core/backups/no-backups.ts";
import type { FindingDraft } from "../../core/finding.ts";
import { conclude } from "../../core/outcome.ts";
import { compareText, parentOf } from "../../core/text/path-text.ts";
import { shownPath } from "../../core/install/shown-path.ts";
import { wordList } from "../../core/text/word-list.ts";

export const backupsEncrypted: Audit = {
  meta: {
    id: "encryption/backups-encrypted",
    title: "Every backup that is known here is encrypted",
    rule: 10,
    severity: "medium",
    why: "A backup holds all that the database protects: customers, sessions, the stored panel and payment credentials. It travels to other disks and other people, where no file mode of this server counts.",
    remedy:
      "Encrypt before it is written, with a key that is kept elsewhere: `pg_dump shop | age -r RECIPIENT > shop.sql.age`, or use restic or borg; then delete the clear ones. Backups kept elsewhere on this host are named in guard.yaml: install.dumps (an empty list says that there are none). What this tool keeps for undo is left out.",
    needs: [],
    references: [
      "https://cheatsheetseries.owasp.org/cheatsheets/Cryptographic_Storage_Cheat_Sheet.html",
      "https://github.com/FiloSottile/age",
      "https://restic.readthedocs.io/",
    ],
  },
  run(context) {
    const { all, gaps } = findBackups(context);
    if (all.length === 0 && gaps.length === 0) return outcomeWithoutBackups(context.install);
    return conclude({ findings: findingsOf(all, context), gaps: [...gaps, ...unsureGaps(all)] });
  },
};

/** One per folder: thirty nightly dumps are one mistake. */
function findingsOf(all: readonly Backup[], context: AuditContext): readonly FindingDraft[] {
  const folders = new Map<string, Backup[]>();
  for (const backup of all) {
    if (backup.format.kind !== "clear") continue;
    const folder = parentOf(backup.path);
    folders.set(folder, [...(folders.get(folder) ?? []), backup]);
  }
  return [...folders].map(([folder, backups]) => findingOf(folder, backups, context));
}

function findingOf(
  folder: string,
  backups: readonly Backup[],
  { install }: AuditContext,
): FindingDraft {
  const formats = [
    ...new Set(backups.flatMap(({ format }) => (format.kind === "clear" ? [format.format] : []))),
  ].toSorted(compareText);
  const [first] = backups;
  if (first && backups.length === 1) {
    const message = `${shownPath(install, first.path)} is not encrypted: ${wordList(formats)}`;
    return { message, location: { kind: "file", path: first.path } };
  }
  return {
    message: `${backups.length} backups in ${shownPath(install, folder)} are not encrypted: ${wordList(formats)}`,
    location: { kind: "file", path: folder },
    alsoAt: backups.slice(0, 20).map(({ path }) => ({ kind: "file", path })),
    occurrences: backups.length,
  };
}
