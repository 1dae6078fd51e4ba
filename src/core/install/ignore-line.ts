/**
 * A line for an ignore file that matches exactly this path, relative to the file's folder. The
 * characters with a meaning are escaped: https://git-scm.com/docs/gitignore
 */
export function ignoreLineFor(relative: string): string {
  return `/${escapeName(relative)}`;
}

/** The same for a name wherever it stands. */
export function ignoreLineForName(name: string): string {
  const line = escapeName(name);
  return /^[#!]/.test(line) ? `\\${line}` : line;
}

function escapeName(name: string): string {
  return name
    .replaceAll(/[\\*?[]/g, "\\$&")
    .replace(/ +$/, (blanks) => "\\ ".repeat(blanks.length));
}
