import type { AuditContext } from "../audit-context.ts";
import type { SearchResult } from "../ports/secret-search.ts";
import type { Tree } from "../ports/tree.ts";
import { filesByOwnership } from "./install-files.ts";

const searched = new WeakMap<Tree, Promise<SearchResult>>();

/** What a search of the tree's ordinary files finds; they are read once for all audits. */
export function searchRest({
  install,
  secrets,
  tree,
}: Pick<AuditContext, "install" | "secrets" | "tree">): Promise<SearchResult> {
  const files = tree();
  const before = searched.get(files);
  if (before) return before;
  const result = secrets.inFiles(filesByOwnership(files, install).rest);
  searched.set(files, result);
  return result;
}
