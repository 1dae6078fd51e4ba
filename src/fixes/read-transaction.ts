import { environmentError } from "../core/error.ts";
import { publishPath } from "../core/text/path-text.ts";
import type { TransactionStore } from "../core/ports/transaction-store.ts";
import type { SetEnvLine } from "../core/ports/set-env-line.ts";
import { imageAfter } from "./change-file.ts";
import { type Image, noFile } from "./image.ts";
import {
  type JournalRecord,
  type JournalledChange,
  type Transaction,
  foldJournal,
} from "./journal.ts";

/** Undefined when the transaction was interrupted before it began. */
export function readTransaction(store: TransactionStore, number: number): Transaction | undefined {
  // Our own file below a folder that only we may write.
  return foldJournal(number, store.records(number) as readonly JournalRecord[]);
}

export function readTransactions(store: TransactionStore): readonly Transaction[] {
  return store.numbers().flatMap((number) => readTransaction(store, number) ?? []);
}

/** Both states of a changed file, from the journal and what was kept. */
export interface ChangeImages {
  readonly change: JournalledChange;
  readonly before: Image;
  readonly after: Image;
}

export function imagesOf(
  { store, setEnvLine }: { readonly store: TransactionStore; readonly setEnvLine: SetEnvLine },
  number: number,
  change: JournalledChange,
): ChangeImages {
  const before = beforeImage(store, number, change);
  return { change, before, after: imageAfter(before, change, change.folder, setEnvLine) };
}

export function beforeImage(
  store: TransactionStore,
  number: number,
  change: JournalledChange,
): Image {
  if (!change.before.exists) return noFile;
  const { kept, ...image } = change.before;
  // What held a dead value is gone on purpose; mode, owner and size are still known.
  if (kept === null || change.forgotten !== undefined) return image;
  const bytes = store.kept(number, kept);
  if (bytes.kind === "found") return { ...image, bytes: bytes.value };
  throw environmentError(
    "KEPT_MISSING",
    `what transaction ${number} kept of ${publishPath(change.path)} is gone`,
    "mend the file by hand; undo cannot",
  );
}

/** The name under which a change prepares its file; the same when it is taken back. */
export function temporaryName(token: string, change: number): string {
  return `.iptvbp-guard-${token}-${change}`;
}
