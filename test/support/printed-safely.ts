/** What a terminal, a log or a reader could take for more than text. Line ends and tabs may be. */
const unsafe =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFFFD]/g;

/** The characters of an output that should have been escaped, as `U+001B`. */
export function unsafeIn(output: string): readonly string[] {
  const found = output.match(unsafe) ?? [];
  return [...new Set(found)].map(
    (each) => `U+${(each.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`,
  );
}
