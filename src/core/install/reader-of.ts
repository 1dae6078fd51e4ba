import type { AuditContext } from "../audit-context.ts";
import type { FileReader } from "../ports/files.ts";
import { isInside } from "../text/path-text.ts";

/** The reader for a path: below the install root no link is followed, elsewhere links are usual. */
export function readerOf(
  { install, files, host }: Pick<AuditContext, "install" | "files" | "host">,
  path: string,
): FileReader {
  return isInside(install.root, path) ? files : host;
}
