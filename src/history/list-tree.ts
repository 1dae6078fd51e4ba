import type { GitStore, ObjectFormat } from "../core/ports/git-process.ts";
import type { Look } from "../core/look.ts";
import { blocked, found } from "../core/look.ts";
import { decodePath } from "../core/text/path-text.ts";
import { parseCommit } from "./parse-commit.ts";
import { hexAt, visitTree } from "./parse-tree.ts";

/** Files by path relative to the top, each with the id of its blob. */
export type TreeFiles = ReadonlyMap<string, string>;

// A few kilobytes of trees can unfold to billions of paths.
const maxPaths = 2_000_000;

/** Every file of a commit; the tree of HEAD, say. */
export async function listTree(
  store: GitStore,
  format: ObjectFormat,
  commit: string,
): Promise<Look<TreeFiles>> {
  const top = await treeOf(store, commit);
  if (top.kind !== "found") return top;
  const idBytes = format === "sha1" ? 20 : 32;
  const files = new Map<string, string>();
  let level = new Map([[top.value, [""]]]);
  let folderCount = 0;
  while (level.size > 0) {
    const here = level;
    const next = new Map<string, string[]>();
    const seen = await store.theseObjects([...here.keys()], ({ id, bytes }) => {
      visitTree(bytes, idBytes, (kind, nameStart, nameEnd, idStart) => {
        const name = decodePath(bytes.subarray(nameStart, nameEnd));
        const child = hexAt(bytes, idStart, idBytes);
        for (const folder of here.get(id) ?? []) {
          if (files.size + folderCount > maxPaths) return;
          if (kind !== "tree") files.set(folder + name, child);
          else {
            folderCount += 1;
            const folders = next.get(child);
            if (folders) folders.push(`${folder}${name}/`);
            else next.set(child, [`${folder}${name}/`]);
          }
        }
      });
    });
    if (seen.kind !== "found") return seen;
    const [problem] = seen.value.gaps;
    if (problem) return { kind: "blocked", reason: problem.reason };
    if (files.size + folderCount > maxPaths) return blocked("too-large", "too many paths in HEAD");
    level = next;
  }
  return found(files);
}

async function treeOf(store: GitStore, commit: string): Promise<Look<string>> {
  let tree = "";
  const seen = await store.theseObjects([commit], ({ type, bytes }) => {
    if (type === "commit") tree = parseCommit(bytes).tree;
  });
  if (seen.kind !== "found") return seen;
  return tree === "" ? blocked("git-failed", "the commit of HEAD cannot be read") : found(tree);
}
