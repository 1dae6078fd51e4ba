import type { FileStat } from "../core/ports/files.ts";

/**
 * The moment since when a file has its content at the latest. The time of the content can be set by
 * hand and is kept by copies and backups; the time of any change cannot, so a time of the content
 * that lies after it was made up or comes from a clock that was wrong.
 */
export function contentTime({ mtimeMs, ctimeMs }: Pick<FileStat, "mtimeMs" | "ctimeMs">): number {
  return Math.min(mtimeMs, ctimeMs);
}
