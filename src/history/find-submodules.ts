import type { FileReader } from "../core/files.ts";
import { joinPath } from "../core/path-text.ts";

/**
 * Folders of submodules below `modules`; a submodule's name may hold slashes. Only their own:
 * each lists what is inside it in turn.
 */
export function findSubmodules(commonDir: string, files: FileReader): readonly string[] {
  const found: string[] = [];
  const walk = (folder: string) => {
    const list = files.list(folder);
    if (list.kind !== "found") return;
    for (const { name, stat } of list.value) {
      if (stat.kind !== "directory") continue;
      const path = joinPath(folder, name);
      if (files.stat(joinPath(path, "objects")).kind === "absent") walk(path);
      else found.push(path);
    }
  };
  walk(joinPath(commonDir, "modules"));
  return found;
}
