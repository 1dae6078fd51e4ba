import { clean } from "../human/layout.ts";

// Prose that no renderer takes for anything else. Not an address and no object id: GitHub links those.
const plain = /^(?!.*(?:www\.|gh-\d|[0-9a-f]{7}))["'(]*[a-z0-9'./,;=+?-]*["').,:;?]*$/i;

/**
 * Text from outside as words of one line. Whatever is not plain prose becomes code: a backslash
 * would not stop `@name` and `#1`, which GitHub looks for after Markdown is rendered.
 */
export function markdownWords(text: string): string {
  const pieces = clean(text).split(/(`[^`]+`| +)/);
  return pieces.map(wordOf).reduce((line, piece) => {
    // Two spans side by side would read as one.
    return line + (line.endsWith("`") && piece.startsWith("`") ? " " : "") + piece;
  }, "");
}

function wordOf(piece: string): string {
  if (/^`[^`]+`$/.test(piece)) return markdownCode(piece.slice(1, -1));
  if (/^ *$/.test(piece)) return piece === "" ? "" : " ";
  if (plain.test(piece)) return piece;
  const [, start = "", word = piece, end = ""] = /^([("']*)(.*?)([)"'.,:;?]*)$/.exec(piece) ?? [];
  return start + markdownCode(word) + end;
}

/**
 * A path, a name, a command: as it is, in a fence longer than any run of backticks inside.
 * https://spec.commonmark.org/0.31.2/#code-spans
 */
export function markdownCode(text: string): string {
  const inner = clean(text) || " ";
  const runs = (inner.match(/`+/g) ?? []).map(({ length }) => length);
  const fence = "`".repeat(Math.max(0, ...runs) + 1);
  const room = /^[ `]|[ `]$/.test(inner) && /[^ ]/.test(inner) ? " " : "";
  return fence + room + inner + room + fence;
}
