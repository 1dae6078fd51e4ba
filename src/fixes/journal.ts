import type { Edit } from "../core/fix.ts";
import type { FileOwner } from "../core/ports/files.ts";
import type { Severity } from "../core/severity.ts";
import type { TransactionStatus } from "../core/documents/undo-document.ts";
import type { FileImage } from "./image.ts";

/** What the journal keeps of a file: metadata, and the name under `before/` of its content. */
export type StoredImage =
  | { readonly exists: false }
  | (Omit<FileImage, "bytes"> & { readonly kept: string | null });

export interface JournalledFix {
  readonly auditIds: readonly string[];
  readonly fingerprints: readonly string[];
  readonly severity: Severity;
  readonly title: string;
  readonly paths: readonly string[];
}

/** One file's part of a transaction: enough to know both its states, without holding either. */
export interface JournalledChange {
  readonly path: string;
  readonly edits: readonly Edit[];
  readonly before: StoredImage;
  /** Owner and time of the folder as they were. */
  readonly folder: FileOwner & { readonly mtime: string };
  /** Of a rotation: recognises the content afterwards, which cannot be made again. */
  readonly afterPrint?: string;
  /** Its content held the old value of this credential, which is dead: it is kept no longer. */
  readonly forgotten?: string;
}

/**
 * Lines of `journal.jsonl`. A change is made only after its `intent` is on the disk; what has no
 * `commit` or `rolled-back` was interrupted. Content after a change is never written down: it
 * follows from the kept content and the edits.
 */
export type JournalRecord =
  | {
      readonly record: "begin";
      readonly kind: "fix" | "rotation";
      readonly at: string;
      readonly root: string;
      /** Part of the names of temporary files. */
      readonly token: string;
      readonly fixes: readonly JournalledFix[];
    }
  | ({ readonly record: "intent"; readonly change: number } & JournalledChange)
  | { readonly record: "done"; readonly change: number }
  | {
      readonly record: "commit";
      readonly at: string;
      /** Times of the touched folders as the transaction left them. */
      readonly folders: Readonly<Record<string, string>>;
    }
  | {
      readonly record: "rolled-back";
      readonly at: string;
      readonly reason: string;
      readonly conflicts: readonly string[];
    }
  | {
      readonly record: "undo";
      readonly at: string;
      /** Times that the folders get back at the end. */
      readonly folders: Readonly<Record<string, string>>;
    }
  | { readonly record: "undone"; readonly at: string; readonly conflicts: readonly string[] }
  | {
      readonly record: "forgotten";
      readonly at: string;
      /** The name under `before/`. */
      readonly kept: string;
      /** Whose old value it held. */
      readonly credential: string;
    }
  | { readonly record: "pruned"; readonly at: string };

export interface Transaction {
  readonly number: number;
  readonly kind: "fix" | "rotation";
  readonly at: string;
  readonly root: string;
  readonly token: string;
  readonly fixes: readonly JournalledFix[];
  readonly changes: readonly JournalledChange[];
  readonly status: TransactionStatus;
  /** When it was committed, rolled back or undone, whichever came last. */
  readonly endedAt: string;
  readonly foldersAfter: Readonly<Record<string, string>>;
  readonly undoFolders: Readonly<Record<string, string>>;
  readonly pruned: boolean;
}

/** What the records of one transaction amount to; undefined when it never began. Pure. */
export function foldJournal(
  number: number,
  records: readonly JournalRecord[],
): Transaction | undefined {
  const [begin] = records;
  if (begin?.record !== "begin") return undefined;
  const start: Transaction = {
    number,
    kind: begin.kind,
    at: begin.at,
    root: begin.root,
    token: begin.token,
    fixes: begin.fixes,
    changes: [],
    status: "open",
    endedAt: begin.at,
    foldersAfter: {},
    undoFolders: {},
    pruned: false,
  };
  return records.slice(1).reduce(fold, start);
}

function fold(so: Transaction, record: JournalRecord): Transaction {
  switch (record.record) {
    case "intent": {
      const { path, edits, before, folder, afterPrint } = record;
      const print = afterPrint === undefined ? {} : { afterPrint };
      return { ...so, changes: [...so.changes, { path, edits, before, folder, ...print }] };
    }
    case "commit":
      return { ...so, status: "committed", endedAt: record.at, foldersAfter: record.folders };
    case "rolled-back":
      return { ...so, status: "rolled-back", endedAt: record.at };
    case "undo":
      return { ...so, status: "undoing", undoFolders: record.folders };
    case "undone":
      return { ...so, status: "undone", endedAt: record.at };
    case "forgotten": {
      const { kept, credential } = record;
      const changes = so.changes.map((change) =>
        change.before.exists && change.before.kept === kept
          ? { ...change, forgotten: credential }
          : change,
      );
      return { ...so, changes };
    }
    case "pruned":
      return { ...so, pruned: true };
    case "begin":
    case "done":
      return so;
  }
}
