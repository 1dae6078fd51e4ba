import { environmentError } from "../core/error.ts";
import { publishPath } from "../core/text/path-text.ts";
import { createHostFiles } from "./files/file-reader.ts";

const maxBytes = 256 * 1024 * 1024;

/**
 * A text file that was named on the command line.
 *
 * @param file absolute. @param typed as it was typed, for messages.
 * @throws GuardError `FILE_UNREADABLE`
 */
export function readTextFile(file: string, typed: string): string {
  const content = createHostFiles().read(file, { maxBytes });
  if (content.kind === "found") return Buffer.from(content.value.bytes).toString("utf8");
  const why = content.kind === "absent" ? "there is no such file" : content.reason.text;
  throw environmentError(
    "FILE_UNREADABLE",
    `${publishPath(typed)}: ${why}`,
    "check the path for a typing slip",
  );
}
