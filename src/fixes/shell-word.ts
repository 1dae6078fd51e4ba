import { encodePath } from "../core/text/path-text.ts";

/**
 * A value as a POSIX shell word. Plain text is single-quoted; anything else (line ends, control
 * characters, bytes beyond ASCII) is spelled in octal, so that a script is harmless to look at.
 */
export function shellWord(text: string): string {
  if (/^[ -~]*$/.test(text)) return `'${text.replaceAll("'", `'\\''`)}'`;
  // Command substitution takes line ends off the end; the dot protects them.
  return `"$(printf '${octalText(text)}.')"`;
}

/** Lines that give `name` the value. */
export function shellAssignment(name: string, value: string): readonly string[] {
  const word = shellWord(value);
  return word.startsWith("'") ? [`${name}=${word}`] : [`${name}=${word}`, `${name}=\${${name}%.}`];
}

function octalText(text: string): string {
  let out = "";
  for (const byte of encodePath(text)) {
    const isPlain = byte >= 0x20 && byte < 0x7f && !`'"\\%$\``.includes(String.fromCharCode(byte));
    out += isPlain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, "0")}`;
  }
  return out;
}
