import type { FileReader } from "../../core/ports/files.ts";
import { type Gap, gap } from "../../core/look.ts";
import { baseName, compareText, joinPath, parentOf } from "../../core/text/path-text.ts";

/** `access.log.3.gz` → `access.log`, `app-2026-11-02.log` stays: the date is part of the name. */
const rotation = /(?:[.-]\d[\d-]*|\.old)?(?:\.(?:gz|xz|bz2|zst))?$/;

/** The live file that a rotated one belongs to. */
export function liveName(path: string): string {
  return path.replace(rotation, "") || path;
}

/** A log with its rotated siblings, newest first; empty when there is none of them. */
export function rotatedFiles(reader: FileReader, path: string, gaps: Gap[]): readonly string[] {
  const folder = parentOf(path);
  const listed = reader.list(folder);
  if (listed.kind === "blocked") gaps.push(gap(folder, listed.reason));
  if (listed.kind !== "found") return [];
  const name = baseName(path);
  return listed.value
    .filter((each) => each.name === name || isSibling(name, each.name))
    .toSorted((a, b) => b.stat.mtimeMs - a.stat.mtimeMs || compareText(a.name, b.name))
    .map((each) => joinPath(folder, each.name));
}

function isSibling(live: string, name: string): boolean {
  return name.startsWith(live) && name !== live && liveName(name) === live;
}
