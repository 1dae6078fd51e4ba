import type { FileReader } from "../core/ports/files.ts";
import type { GitStore } from "../core/ports/git-process.ts";
import type { Look } from "../core/look.ts";
import { absent, blocked, found } from "../core/look.ts";
import { joinPath } from "../core/text/path-text.ts";
import type { ReadIgnoreFile } from "./check-ignored.ts";
import type { TreeFiles } from "./list-tree.ts";

/** Ignore files as they are on disk. */
export function diskIgnoreFiles(workTree: string, files: FileReader): ReadIgnoreFile {
  return (path) => {
    const content = files.read(joinPath(workTree, path));
    return content.kind === "found" ? found(content.value.bytes) : content;
  };
}

/** Ignore files as they stand in HEAD: what the next clone gets. */
export async function headIgnoreFiles(
  store: GitStore,
  head: TreeFiles,
): Promise<Look<ReadIgnoreFile>> {
  const wanted = [...head].filter(
    ([path]) => path === ".gitignore" || path.endsWith("/.gitignore"),
  );
  const contents = new Map<string, Uint8Array>();
  const ids = new Set(wanted.map(([, id]) => id));
  const seen = await store.theseObjects([...ids], ({ id, bytes }) => {
    contents.set(id, Uint8Array.from(bytes));
  });
  if (seen.kind !== "found") return seen;
  const byPath = new Map(wanted);
  return found((path) => {
    const id = byPath.get(path);
    if (id === undefined) return absent;
    const bytes = contents.get(id);
    return bytes ? found(bytes) : blocked("git-failed", `${path} of HEAD cannot be read`);
  });
}
