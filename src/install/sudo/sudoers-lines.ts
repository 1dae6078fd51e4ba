/** A logical line: continued ones joined, comments taken out. */
export interface SudoersLine {
  readonly text: string;
  /** Where it begins. */
  readonly line: number;
}

/** https://www.sudo.ws/docs/man/sudoers.man/ */
export function sudoersLines(text: string): readonly SudoersLine[] {
  const lines: SudoersLine[] = [];
  let pending = "";
  let start = 0;
  for (const [index, raw] of text.split("\n").entries()) {
    if (pending === "") start = index + 1;
    const whole = pending + raw.replace(/\r$/, "");
    const isContinued = /(?<!\\)(?:\\\\)*\\$/.test(whole);
    pending = isContinued ? whole.slice(0, -1) : "";
    if (isContinued) continue;
    const bare = withoutComment(whole).trim();
    if (bare !== "") lines.push({ text: bare, line: start });
  }
  return lines;
}

/** `#` begins a comment, unless it is part of `#include` or of a numeric id. */
function withoutComment(line: string): string {
  if (/^\s*#include(?:dir)?\s/.test(line)) return line;
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at];
    if (character === "\\") at += 1;
    else if (character === '"') quoted = !quoted;
    else if (character === "#" && !quoted && !/^#-?\d/.test(line.slice(at)))
      return line.slice(0, at);
  }
  return line;
}

/** Cuts at each unquoted, unescaped separator outside of round brackets; parts are trimmed. */
export function splitList(text: string, separator: RegExp): readonly string[] {
  const parts: string[] = [];
  let part = "";
  let quoted = false;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "\\") {
      part += character + text.charAt(at + 1);
      at += 1;
      continue;
    }
    if (character === '"') quoted = !quoted;
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (!quoted && depth <= 0 && separator.test(character)) {
      parts.push(part.trim());
      part = "";
    } else part += character;
  }
  return [...parts, part.trim()].filter((each) => each !== "");
}
