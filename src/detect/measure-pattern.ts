/** What can be said of every match of a regular expression without running it. */
export interface PatternFacts {
  /** Length of the shortest match, in characters; never too long. */
  readonly shortest: number;
  /** Length of the longest match; never too short. */
  readonly longest: number;
  /** What lookbehinds may see before a match. */
  readonly behind: number;
  /** What lookaheads may see after a match. */
  readonly ahead: number;
  /** By byte: 1 where the byte can stand in a match at all. */
  readonly alphabet: Uint8Array;
}

/** A repetition without a limit counts as this; a whole pattern is never taken as longer. */
const limit = 16_384;

/**
 * Reads a JavaScript regular expression without flags. A search then needs only a window around a
 * hit, and can tell from the bytes around it that no match fits.
 */
export function measurePattern(pattern: string): PatternFacts {
  const reader: Reader = { pattern, at: 0, behind: 0, ahead: 0, looking: 0, atoms: new Set() };
  const { shortest, longest } = readChoices(reader);
  return {
    shortest: Math.min(shortest, limit),
    longest: Math.min(longest, limit),
    behind: Math.min(reader.behind + 1, limit),
    ahead: Math.min(reader.ahead + 1, limit),
    alphabet: alphabetOf(reader.atoms),
  };
}

interface Reader {
  readonly pattern: string;
  at: number;
  behind: number;
  ahead: number;
  /** How many lookarounds are open: what stands in them is not part of the match. */
  looking: number;
  readonly atoms: Set<string>;
}

interface Span {
  readonly shortest: number;
  readonly longest: number;
}

const nothing: Span = { shortest: 0, longest: 0 };

/** `a|b|c` up to the closing parenthesis or the end. */
function readChoices(reader: Reader): Span {
  const choices: Span[] = [];
  let { shortest, longest } = nothing;
  for (;;) {
    const character = reader.pattern[reader.at];
    if (character === undefined || character === ")" || character === "|") {
      choices.push({ shortest, longest });
      if (character !== "|") return widest(choices);
      reader.at += 1;
      ({ shortest, longest } = nothing);
      continue;
    }
    const item = readItem(reader);
    const times = readRepetition(reader);
    shortest += item.shortest * times.shortest;
    longest += item.longest * times.longest;
  }
}

function widest(choices: readonly Span[]): Span {
  return {
    shortest: Math.min(...choices.map((choice) => choice.shortest)),
    longest: Math.max(...choices.map((choice) => choice.longest)),
  };
}

const atoms = /\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|[^])|\[(?:\\[^]|[^\]\\])*\]|[^]/y;

function readItem(reader: Reader): Span {
  if (reader.pattern[reader.at] === "(") return readGroup(reader);
  atoms.lastIndex = reader.at;
  const atom = atoms.exec(reader.pattern)?.[0] ?? " ";
  reader.at += atom.length;
  if (/^(?:\^|\$|\\[bB])$/.test(atom)) return nothing;
  if (reader.looking === 0) reader.atoms.add(atom);
  return { shortest: 1, longest: 1 };
}

function readGroup(reader: Reader): Span {
  const open = /^\((?:\?(?::|=|!|<=|<!|<\w+>))?/.exec(reader.pattern.slice(reader.at))?.[0] ?? "(";
  const looks = /^\(\?<?[=!]$/.test(open);
  reader.at += open.length;
  reader.looking += Number(looks);
  const span = readChoices(reader);
  reader.looking -= Number(looks);
  reader.at += 1;
  if (!looks) return span;
  const way = open.includes("<") ? "behind" : "ahead";
  reader[way] = Math.max(reader[way], span.longest);
  return nothing;
}

function readRepetition(reader: Reader): Span {
  const rest = reader.pattern.slice(reader.at, reader.at + 24);
  const mark = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(rest);
  if (!mark) return { shortest: 1, longest: 1 };
  reader.at += mark[0].length;
  const [, sign, from, comma, to] = mark;
  if (sign !== undefined) {
    return { shortest: Number(sign === "+"), longest: sign === "?" ? 1 : limit };
  }
  const shortest = Number(from);
  if (comma === "") return { shortest, longest: shortest };
  return { shortest, longest: to === "" ? limit : Number(to) };
}

function alphabetOf(found: ReadonlySet<string>): Uint8Array {
  const alphabet = new Uint8Array(256);
  for (const atom of found) {
    const expression = new RegExp(`^${atom}$`);
    for (let byte = 0; byte < 256; byte += 1) {
      if (expression.test(String.fromCharCode(byte))) alphabet[byte] = 1;
    }
  }
  return alphabet;
}
