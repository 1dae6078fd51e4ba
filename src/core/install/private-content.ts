import type { FileReader } from "../ports/files.ts";
import { type Look, found } from "../look.ts";
import { baseName } from "../text/path-text.ts";
import { privateKindOf } from "./private-names.ts";

const readAtMost = 16 * 1024 * 1024;

/**
 * Whether a file with a private name is private by what it holds: `fullchain.pem` is public, and
 * an SQL file that git keeps is a schema unless it has rows in it. Anything else is taken at its
 * name.
 */
export function judgePrivateFile(
  path: string,
  isTracked: boolean,
  files: FileReader,
): Look<boolean> {
  const name = baseName(path);
  const isPem = /\.(?:pem|key)$/i.test(name);
  const isSchema = isTracked && /\.sql$/i.test(name);
  if (!isPem && !isSchema) return found(privateKindOf(name) !== undefined);
  const content = files.read(path, { maxBytes: readAtMost });
  if (content.kind === "blocked" && content.reason.code === "too-large") return found(true);
  if (content.kind !== "found") return content;
  const text = new TextDecoder("latin1").decode(content.value.bytes);
  return found(isPem ? text.includes("PRIVATE KEY-----") : isDump(text));
}

/** Rows of tables, as the usual dump programs write them. */
function isDump(text: string): boolean {
  return (
    /^-- (?:MySQL|MariaDB|PostgreSQL database|phpMyAdmin SQL) dump/im.test(text) ||
    /^COPY \S[^\n]{0,1000} FROM stdin;/m.test(text) ||
    (text.match(/^\s*INSERT INTO /gim)?.length ?? 0) >= 20
  );
}
