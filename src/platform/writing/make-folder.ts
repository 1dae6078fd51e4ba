import fs from "node:fs";
import path from "node:path";
import { environmentError } from "../../core/error.ts";
import { publishPath } from "../../core/text/path-text.ts";
import { errnoOf } from "../files/errno.ts";

/** Makes the folder that a new file of ours goes into, when it is not there yet. */
export function makeFolder(file: string): void {
  const folder = path.dirname(file);
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o755 });
  } catch (error) {
    const code = errnoOf(error);
    if (code === undefined) throw error;
    throw environmentError(
      "FOLDER_NOT_MADE",
      `${publishPath(folder)} cannot be made (${code})`,
      "run it with sudo, or name another place with --config",
    );
  }
}
