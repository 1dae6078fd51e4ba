/** How far a regular expression reaches, in characters. */
export interface PatternWidth {
  /** Longest match. */
  readonly longest: number;
  /** What lookbehinds may see before a match. */
  readonly behind: number;
  /** What lookaheads may see after a match. */
  readonly ahead: number;
}

/** A repetition without a limit counts as this; a whole pattern is never taken as longer. */
const limit = 16_384;

/**
 * An upper bound for what a match and its context can span, so that a search needs only a window
 * around a hit. Reads JavaScript regular expressions; errs on the long side.
 */
export function measurePattern(pattern: string): PatternWidth {
  const reader = { pattern, at: 0, behind: 0, ahead: 0 };
  const longest = readChoices(reader);
  return {
    longest: Math.min(longest, limit),
    behind: Math.min(reader.behind + 1, limit),
    ahead: Math.min(reader.ahead + 1, limit),
  };
}

interface Reader {
  readonly pattern: string;
  at: number;
  behind: number;
  ahead: number;
}

/** `a|b|c` up to the closing parenthesis or the end. */
function readChoices(reader: Reader): number {
  let longest = 0;
  let width = 0;
  for (;;) {
    const character = reader.pattern[reader.at];
    if (character === undefined || character === ")") return Math.max(longest, width);
    if (character === "|") {
      reader.at += 1;
      longest = Math.max(longest, width);
      width = 0;
      continue;
    }
    const item = readItem(reader);
    width += item * readRepetition(reader);
  }
}

const atoms = /\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|[^])|\[(?:\\[^]|[^\]\\])*\]|[^]/y;

function readItem(reader: Reader): number {
  if (reader.pattern[reader.at] === "(") return readGroup(reader);
  atoms.lastIndex = reader.at;
  const atom = atoms.exec(reader.pattern)?.[0] ?? " ";
  reader.at += atom.length;
  return /^(?:\^|\$|\\[bB])$/.test(atom) ? 0 : 1;
}

function readGroup(reader: Reader): number {
  const open = /^\((?:\?(?::|=|!|<=|<!|<\w+>))?/.exec(reader.pattern.slice(reader.at))?.[0] ?? "(";
  reader.at += open.length;
  const width = readChoices(reader);
  reader.at += 1;
  if (/^\(\?<[=!]/.test(open)) {
    reader.behind = Math.max(reader.behind, width);
    return 0;
  }
  if (/^\(\?[=!]/.test(open)) {
    reader.ahead = Math.max(reader.ahead, width);
    return 0;
  }
  return width;
}

function readRepetition(reader: Reader): number {
  const rest = reader.pattern.slice(reader.at, reader.at + 24);
  const mark = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(rest);
  if (!mark) return 1;
  reader.at += mark[0].length;
  if (mark[0].startsWith("?")) return 1;
  if (mark[1] === undefined) return limit;
  if (mark[2] === "") return Number(mark[1]);
  return mark[3] === "" ? limit : Number(mark[3]);
}
