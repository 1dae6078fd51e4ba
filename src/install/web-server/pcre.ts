/**
 * A PCRE of nginx configuration as a JavaScript expression; undefined when the two may differ. The
 * text is root's own configuration, matched against a handful of short paths.
 */
export function parsePcre(source: string, ignoreCase: boolean): RegExp | undefined {
  let pattern = source;
  let flags = ignoreCase ? "i" : "";
  const inline = /^\(\?([a-z]+)\)/.exec(pattern);
  if (inline) {
    if (inline[1] !== "i") return undefined;
    flags = "i";
    pattern = pattern.slice(inline[0].length);
  }
  pattern = pattern
    .replaceAll("(?P<", "(?<")
    .replaceAll(String.raw`\A`, "^")
    .replaceAll(/\\[zZ]/g, "$");
  // Verbs, atomic groups, recursion, POSIX classes, and escapes that JavaScript takes literally.
  if (/\(\*|\(\?[>|#R&(]|\[\[:|\\[hHRKXGQEaeN]/.test(pattern)) return undefined;
  try {
    return new RegExp(pattern, flags);
  } catch {
    return undefined;
  }
}
