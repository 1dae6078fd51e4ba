import type { FileReader } from "../core/ports/files.ts";
import type { RepositoryLocation } from "../core/ports/git-view.ts";
import { decodePath, joinPath } from "../core/text/path-text.ts";

/** Commits at which a shallow clone ends. */
export function readShallow(
  { commonDir }: RepositoryLocation,
  files: FileReader,
): ReadonlySet<string> {
  const content = files.read(joinPath(commonDir, "shallow"));
  if (content.kind !== "found") return new Set();
  return new Set(decodePath(content.value.bytes).split("\n"));
}
