import type { FileReader, FileStat, ReadOptions } from "../core/ports/files.ts";
import { type Look, found } from "../core/look.ts";

export interface FileText {
  readonly text: string;
  readonly stat: FileStat;
}

const decoder = new TextDecoder("utf-8");

/** A text file as a string without byte order mark; bytes that are no UTF-8 become U+FFFD. */
export function readText(
  reader: FileReader,
  path: string,
  options: ReadOptions = {},
): Look<FileText> {
  const content = reader.read(path, options);
  if (content.kind !== "found") return content;
  const { bytes, stat } = content.value;
  return found({ text: decoder.decode(bytes), stat });
}
