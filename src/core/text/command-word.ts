import { publishPath } from "./path-text.ts";

/** A path in a command that people copy: quoted only where the shell would read it differently. */
export function commandWord(path: string): string {
  const text = publishPath(path);
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
