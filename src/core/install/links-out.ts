import type { FileReader, TreeEntry } from "../ports/files.ts";
import { type Gap, gap } from "../look.ts";
import { isInside } from "../text/path-text.ts";

/**
 * Programs of the system, its devices and its list of public certificates: nothing that an install
 * keeps its files in.
 */
const system =
  /^\/(?:bin|dev|etc\/(?:ca-certificates|ssl\/certs)|lib(?:32|64|x32)?|proc|sbin|sys|usr\/(?:bin|include|lib|libexec|sbin|share))(?:\/|$)/;

/**
 * Links of a tree to files and folders outside of it. They are not followed, for whoever writes the
 * link chooses where it leads; so what is there was not searched. A link to nothing hides nothing.
 *
 * @param host follows links.
 */
export function linksOut(
  entries: readonly TreeEntry[],
  root: string,
  host: Pick<FileReader, "realPath" | "stat">,
): readonly Gap[] {
  const gaps: Gap[] = [];
  for (const { path, stat } of entries) {
    if (stat.kind !== "link") continue;
    const target = host.realPath(path);
    if (target.kind === "blocked" && target.reason.code === "permission") {
      gaps.push(gap(path, target.reason));
    }
    if (target.kind !== "found") continue;
    if (isInside(root, target.value) || system.test(target.value)) continue;
    const behind = host.stat(target.value);
    const isSearched =
      behind.kind === "found" && behind.value.kind !== "file" && behind.value.kind !== "directory";
    if (behind.kind === "absent" || isSearched) continue;
    gaps.push(gap(path, { code: "link", text: "a link out of the tree, which is not followed" }));
  }
  return gaps;
}
