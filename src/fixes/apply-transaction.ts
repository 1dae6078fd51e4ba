import { GuardError, environmentError } from "../core/error.ts";
import { parentOf, publishPath } from "../core/text/path-text.ts";
import {
  type CurrentFile,
  changeFile,
  imageAfter,
  requireCurrent,
  versionOf,
} from "./change-file.ts";
import { checkEdit } from "./edits/edit-kinds.ts";
import type { FixDependencies } from "./fix-dependencies.ts";
import { type Image, changedSince } from "./image.ts";
import type { JournalRecord, JournalledChange, JournalledFix, StoredImage } from "./journal.ts";
import { mergeEdits } from "./merge-edits.ts";
import type { PlannedChange, PlannedFix } from "./planned-fix.ts";
import {
  type PostChecks,
  assertMended,
  assertStillReadable,
  readableBefore,
} from "./post-checks.ts";
import { readTransaction, temporaryName } from "./read-transaction.ts";
import { restoreChanges } from "./restore-changes.ts";

export type TransactionResult =
  | {
      readonly status: "committed";
      readonly transaction: number;
      /** Paths which the service user was seen to read afterwards. */
      readonly readable: readonly string[];
    }
  | {
      readonly status: "rolled-back";
      readonly transaction: number;
      readonly reason: string;
      /** Files that could not be put back because somebody else changed them. */
      readonly conflicts: readonly string[];
    };

/**
 * Applies fixes as one transaction: all of it, or none. The caller holds the lock.
 *
 * @throws GuardError when it was refused; then nothing was changed.
 */
export async function applyTransaction(
  deps: FixDependencies,
  root: string,
  fixes: readonly PlannedFix[],
  checks: PostChecks,
): Promise<TransactionResult> {
  if (deps.writer.unusable) {
    throw environmentError("FIX_UNUSABLE", deps.writer.unusable.text);
  }
  const { changes, conflicts } = mergeEdits(
    fixes.flatMap((fix) => fix.changes.flatMap(({ edits }) => edits)),
  );
  if (conflicts[0] !== undefined) {
    const where = publishPath(conflicts[0]);
    throw environmentError("FIX_CONFLICT", `two fixes want different things of ${where}`);
  }
  for (const change of changes) assertAsShown(deps, change, fixes);
  const readers = await readableBefore(deps.writer, changes, checks);
  const { number, token } = begin(deps, root, fixes);
  try {
    for (const [index, change] of changes.entries()) {
      applyChange(deps, number, index, change, temporaryName(token, index));
    }
    await assertMended(fixes, checks);
    await assertStillReadable(readers, checks);
    commit(deps, number, changes);
  } catch (error) {
    return rollBack(deps, number, error);
  }
  return { status: "committed", transaction: number, readable: readers };
}

/** While a plan waits for its answer the file may become another one. */
function assertAsShown(
  { writer }: FixDependencies,
  change: PlannedChange,
  fixes: readonly PlannedFix[],
): void {
  const current = requireCurrent(writer, change.path);
  assertAsExpected(current, change);
  const shown = fixes.flatMap(({ seen }) => seen?.get(change.path) ?? []);
  if (shown.some((version) => version !== versionOf(current))) {
    throw changedSince(change.path, "it is not the file that was shown");
  }
}

function assertAsExpected(current: CurrentFile, { path, edits }: PlannedChange): void {
  for (const edit of edits) {
    const wrong = checkEdit(current.image, edit);
    if (wrong !== undefined) throw changedSince(path, wrong);
  }
}

/** The folder and the first record; when even that fails, nothing was touched. */
function begin(deps: FixDependencies, root: string, fixes: readonly PlannedFix[]) {
  const number = deps.store.create();
  const token = Buffer.from(deps.random.bytes(8)).toString("hex");
  const record: JournalRecord = {
    record: "begin",
    kind: deps.contentPrint ? "rotation" : "fix",
    at: deps.wallNow().toISOString(),
    root,
    token,
    fixes: fixes.map(journalled),
  };
  deps.store.append(number, record);
  return { number, token };
}

function journalled(fix: PlannedFix): JournalledFix {
  const { auditIds, fingerprints, severity, title, changes } = fix;
  return { auditIds, fingerprints, severity, title, paths: changes.map(({ path }) => path) };
}

/** Keeps the old state, writes down the intent, and only then changes the file. */
function applyChange(
  deps: FixDependencies,
  number: number,
  index: number,
  planned: PlannedChange,
  temporary: string,
): void {
  const { writer, store, setEnvLine } = deps;
  const { path, edits } = planned;
  const current = requireCurrent(writer, path);
  assertAsExpected(current, planned);
  const folder = writer.folder(parentOf(path));
  if (folder.kind !== "found") throw changedSince(path, "its folder is gone");
  const after = imageAfter(current.image, planned, folder.value, setEnvLine);
  const { uid, gid, mtime } = folder.value;
  const change: JournalledChange = {
    path,
    edits,
    before: keep(deps, number, index, current.image),
    folder: { uid, gid, mtime },
    ...(deps.contentPrint && after.exists && after.bytes
      ? { afterPrint: deps.contentPrint(after.bytes) }
      : {}),
  };
  store.append(number, { record: "intent", change: index, ...change } satisfies JournalRecord);
  changeFile(writer, path, current, after, temporary);
  store.append(number, { record: "done", change: index } satisfies JournalRecord);
}

function keep(deps: FixDependencies, number: number, index: number, image: Image): StoredImage {
  if (!image.exists) return { exists: false };
  const { bytes, ...metadata } = image;
  if (!bytes) return { ...metadata, kept: null };
  const kept = String(index).padStart(4, "0");
  deps.store.keep(number, kept, bytes);
  return { ...metadata, kept };
}

function commit(deps: FixDependencies, number: number, changes: readonly PlannedChange[]): void {
  const folders: Record<string, string> = {};
  for (const { path } of changes) {
    const folder = parentOf(path);
    const look = deps.writer.folder(folder);
    if (look.kind === "found") folders[folder] = look.value.mtime;
  }
  const at = deps.wallNow().toISOString();
  deps.store.append(number, { record: "commit", at, folders } satisfies JournalRecord);
}

function rollBack(deps: FixDependencies, number: number, error: unknown): TransactionResult {
  const transaction = readTransaction(deps.store, number);
  const conflicts = transaction ? restoreChanges(deps, transaction, true) : [];
  // A bug of ours is no reason to leave the install half changed; it is thrown on afterwards.
  const reason = error instanceof GuardError ? error.message : "internal error";
  const at = deps.wallNow().toISOString();
  const record: JournalRecord = { record: "rolled-back", at, reason, conflicts };
  try {
    deps.store.append(number, record);
    if (conflicts.length === 0) deps.store.discardKept(number);
  } catch (second) {
    // A full disk: the files are back already, and the next start says so in the journal.
    if (!(second instanceof GuardError)) throw second;
  }
  if (!(error instanceof GuardError)) throw error;
  return { status: "rolled-back", transaction: number, reason, conflicts };
}
