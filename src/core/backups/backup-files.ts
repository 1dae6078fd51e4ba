import type { AuditContext } from "../audit-context.ts";
import { filesByOwnership } from "../install/install-files.ts";
import { judgePrivateFile } from "../install/private-content.ts";
import { privateKindOf } from "../install/private-names.ts";
import { readerOf } from "../install/reader-of.ts";
import { type Gap, gap } from "../look.ts";
import type { Tree } from "../ports/tree.ts";
import { baseName, compareText, isInside, joinPath, parentOf } from "../text/path-text.ts";
import type { BackupFormat } from "./backup-format.ts";
import { readBackup } from "./read-backup.ts";
import { repositoryAt } from "./backup-repository.ts";

/** A dump or a backup, with what its bytes say; a repository counts as one. */
export interface Backup {
  readonly path: string;
  readonly isRepository: boolean;
  readonly format: Exclude<BackupFormat, { readonly kind: "container" }>;
}

export interface Backups {
  readonly all: readonly Backup[];
  readonly gaps: readonly Gap[];
}

/** `backups/`, `db-dumps/`, `.bak/`: whatever archive lies in there is a backup. */
const backupFolder = /(?:^|\/)\.?(?:[\w-]*[_-])?(?:backups?|dumps?|bak|bkp)(?:[_-][\w-]*)?\//i;
const backupWord = /backup|bkp|dump|snapshot|\d{4}-?\d\d-?\d\d/i;
const archiveName =
  /\.(?:sql|dump|dmp|tar|tgz|tbz2?|txz|zip|7z|rar|gz|bz2|xz|zst|lz4|sqlite3?|db|rdb|age|gpg|pgp|asc|enc|aes|vault|img|luks)$/i;
/** What a program works with, unless its name says that it is a copy. */
const liveDatabase = /\.(?:sqlite3?|mdb|rdb)$/i;

const searched = new WeakMap<Tree, Backups>();

/** Every dump and backup that is known: in the tree, and where guard.yaml says. Looked at once. */
export function findBackups(context: AuditContext): Backups {
  const { install } = context;
  const tree = context.tree();
  const before = searched.get(tree);
  if (before) return before;
  const all: Backup[] = [];
  const gaps: Gap[] = [...tree.gaps, ...unlistedDumpFolders(install), ...missingDumps(install)];
  const repositories = repositoriesInTree(context, all, gaps);
  const inTree = candidatesInTree(context).filter(
    (path) => !repositories.some((folder) => isInside(folder, path)),
  );
  for (const path of inTree) add(path, context, all, gaps, isBackupByContent);
  for (const path of install.dumps) addNamed(path, context, all, gaps, 0);
  const distinct = [...new Map(all.map((each) => [each.path, each])).values()];
  const found = { all: distinct.toSorted((a, b) => compareText(a.path, b.path)), gaps };
  searched.set(tree, found);
  return found;
}

/** A name that leads nowhere is a slip of the pen or a disk that is not mounted; a pattern may match nothing yet. */
function missingDumps({ config, dumps }: AuditContext["install"]): readonly Gap[] {
  const names = (config.dumps ?? []).filter((pattern) => !/[*?[]/.test(pattern));
  return names
    .filter((name) => !dumps.includes(name))
    .map((name) =>
      gap(name, { code: "io", text: "the backup that guard.yaml names is not there" }),
    );
}

/** Files whose bytes do not say what they are. */
export function unsureGaps(backups: readonly Backup[]): readonly Gap[] {
  return backups.flatMap(({ path, format }) =>
    format.kind === "unsure" ? [gap(path, { code: "parse", text: format.text })] : [],
  );
}

/** Folders on the way of `install.dumps` that could not be listed. */
function unlistedDumpFolders({ config, gaps, root }: AuditContext["install"]): readonly Gap[] {
  const patterns = config.dumps ?? [];
  return gaps.filter(
    ({ what }) => what !== root && patterns.some((pattern) => isInside(what, pattern)),
  );
}

/** What we keep for undo and for evidence is no backup of the shop's. */
export function isOwnState(path: string): boolean {
  // `<basename>-<hash of the root>`, wherever --state-dir is.
  return /-[0-9a-f]{12}\/(?:transactions|incidents|ledger|attestations|cache)(?:\/|$)/.test(path);
}

function candidatesInTree(context: AuditContext): readonly string[] {
  const { root, dumps } = context.install;
  const files = filesByOwnership(context.tree(), context.install);
  const named = new Set(dumps);
  const inFolders = files.rest.filter(
    (path) => archiveName.test(path) && isInBackupFolder(path, root),
  );
  return [...files.dump, ...inFolders].filter((path) => !named.has(path) && !isOwnState(path));
}

function isInBackupFolder(path: string, root: string): boolean {
  return backupFolder.test(path.slice(root.length));
}

function repositoriesInTree(context: AuditContext, all: Backup[], gaps: Gap[]): readonly string[] {
  const { entries } = context.tree();
  const names = new Set(entries.map(({ path }) => path));
  const folders = entries
    .filter(({ path, stat }) => stat.kind === "file" && baseName(path) === "config")
    .map(({ path }) => parentOf(path))
    .filter((folder) => names.has(joinPath(folder, "data")));
  return folders.filter((folder) => addRepository(folder, context, all, gaps));
}

function addRepository(path: string, context: AuditContext, all: Backup[], gaps: Gap[]): boolean {
  const format = repositoryAt(path, readerOf(context, path));
  if (format.kind === "blocked") gaps.push(gap(path, format.reason));
  if (format.kind !== "found" || format.value.kind === "container") return false;
  all.push({ path, isRepository: true, format: format.value });
  return true;
}

type Filter = (path: string, format: Backup["format"], context: AuditContext) => boolean;

function add(path: string, context: AuditContext, all: Backup[], gaps: Gap[], fits: Filter): void {
  const format = readBackup(path, readerOf(context, path));
  if (format.kind === "blocked") gaps.push(gap(path, format.reason));
  if (format.kind !== "found" || format.value === "empty") return;
  if (format.value.kind === "container" || !fits(path, format.value, context)) return;
  all.push({ path, isRepository: false, format: format.value });
}

/** Editors leave `index.php.bak`, migrations are SQL too, and a live database is no backup. */
function isBackupByContent(path: string, format: Backup["format"], context: AuditContext): boolean {
  const name = baseName(path);
  const isNamed =
    isInBackupFolder(path, context.install.root) || backupWord.test(name.replace(liveDatabase, ""));
  if (format.kind === "clear" && format.format.startsWith("plain")) {
    if (!/\.(?:sql|dump|dmp)$/i.test(name)) return format.format === "plain SQL";
    const rows = judgePrivateFile(path, true, readerOf(context, path));
    return rows.kind !== "found" || rows.value;
  }
  const kind = privateKindOf(name);
  if (kind === "backup") return isNamed || format.kind !== "unsure";
  return isNamed || (kind === "dump" && !liveDatabase.test(name));
}

const deepest = 6;
const mostNames = 10_000;

/** A path of `install.dumps`: a file, a repository, or a folder with all that is in it. */
function addNamed(
  path: string,
  context: AuditContext,
  all: Backup[],
  gaps: Gap[],
  depth: number,
): void {
  if (isOwnState(path)) return;
  const reader = readerOf(context, path);
  const stat = reader.stat(path);
  if (stat.kind === "blocked") gaps.push(gap(path, stat.reason));
  if (stat.kind !== "found") return;
  if (stat.value.kind !== "directory") return add(path, context, all, gaps, () => true);
  if (addRepository(path, context, all, gaps)) return undefined;
  const listed = reader.list(path);
  if (listed.kind === "blocked") gaps.push(gap(path, listed.reason));
  if (listed.kind !== "found") return undefined;
  if (depth >= deepest || listed.value.length > mostNames) {
    gaps.push(gap(path, { code: "too-large", text: "has too many files or folders in it" }));
    return undefined;
  }
  for (const { name, stat: entry } of listed.value) {
    // A link in a folder leads to what is elsewhere; a FIFO or a socket is no backup.
    if (entry.kind !== "file" && entry.kind !== "directory") continue;
    addNamed(joinPath(path, name), context, all, gaps, depth + 1);
  }
  return undefined;
}
