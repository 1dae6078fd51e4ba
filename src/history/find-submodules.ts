import type { FileReader } from "../core/ports/files.ts";
import type { Gap } from "../core/look.ts";
import { gap } from "../core/look.ts";
import { joinPath } from "../core/text/path-text.ts";

const linked = { code: "link", text: "a link, which is not followed" } as const;

export interface Submodules {
  readonly folders: readonly string[];
  readonly gaps: readonly Gap[];
}

/**
 * Folders of submodules below `modules`; a submodule's name may hold slashes. Only the outermost:
 * each lists what is inside it in turn.
 */
export function findSubmodules(commonDir: string, files: FileReader): Submodules {
  const folders: string[] = [];
  const gaps: Gap[] = [];
  const walk = (folder: string) => {
    const list = files.list(folder);
    if (list.kind === "blocked") gaps.push(gap(folder, list.reason));
    if (list.kind !== "found") return;
    for (const { name, stat } of list.value) {
      const path = joinPath(folder, name);
      if (stat.kind === "link") gaps.push(gap(path, linked));
      if (stat.kind !== "directory") continue;
      const isAbsent = (part: string) => files.stat(joinPath(path, part)).kind === "absent";
      if (isAbsent("objects") && isAbsent("HEAD")) walk(path);
      else folders.push(path);
    }
  };
  walk(joinPath(commonDir, "modules"));
  return { folders, gaps };
}
