/** Longest repetition a pattern may ask for. */
const longest = 10_000;

export interface PatternLimits {
  /** Upper bound for the product of all choices a pattern leaves open. */
  readonly mostWays: number;
  /** Whether alternatives may be repeated: where two fit the same text, each time doubles it. */
  readonly repeatedAlternatives: boolean;
}

/** Our own patterns were measured on hostile text as well. */
const ofOurs: PatternLimits = { mostWays: 1e13, repeatedAlternatives: true };

interface Group {
  /** A quantifier of varying length stands somewhere inside. */
  varies: boolean;
  alternates: boolean;
}

/**
 * Why a regular expression could run for too long on hostile input, or undefined. Refused are
 * unbounded repetition, a repeated group that itself repeats by varying amounts, back references
 * and very long or very many repetitions. Stricter than needed on purpose: rules are short.
 */
export function findPatternDanger(
  pattern: string,
  { mostWays, repeatedAlternatives }: PatternLimits = ofOurs,
): string | undefined {
  const open: Group[] = [{ varies: false, alternates: false }];
  let closed: Group | undefined;
  let ways = 1;
  for (let at = 0; at < pattern.length;) {
    const { kind, text } = readPiece(pattern, at);
    at += text.length;
    if (kind === "back-reference") return `back reference ${text}`;
    if (kind === "open") open.push({ varies: false, alternates: false });
    if (text === "|") alternate(open);
    if (kind === "quantifier") {
      const range = readRange(text);
      if (range.max === Number.POSITIVE_INFINITY) return `unbounded repetition ${text}`;
      if (range.max > longest) return `repetition ${text} over ${longest}`;
      if (closed?.varies && range.max > 1) return `repetition ${text} of a group that repeats`;
      if (closed?.alternates && range.max > 1 && !repeatedAlternatives) {
        return `repetition ${text} of alternatives`;
      }
      ways *= range.max - range.min + 1;
      if (ways > mostWays) return "too many repetitions of varying length";
      const around = open.at(-1);
      if (around && range.max > range.min) around.varies = true;
    }
    closed = kind === "close" ? closeGroup(open) : undefined;
  }
  return undefined;
}

function alternate(open: readonly Group[]): void {
  const group = open.at(-1);
  if (group) group.alternates = true;
}

function closeGroup(open: Group[]): Group | undefined {
  const group = open.pop();
  const around = open.at(-1);
  if (group?.varies && around) around.varies = true;
  if (group?.alternates && around) around.alternates = true;
  return group;
}

type PieceKind = "open" | "close" | "quantifier" | "back-reference" | "atom";

const pieces: readonly (readonly [PieceKind, RegExp])[] = [
  ["back-reference", /\\(?:[1-9]|k<)/y],
  ["atom", /\\[^]|\[(?:\\[^]|[^\]\\])*\]/y],
  ["open", /\((?:\?(?:[:=!]|<[=!]|<\w+>))?/y],
  ["close", /\)/y],
  ["quantifier", /(?:[*+?]|\{\d+(?:,\d*)?\})\??/y],
  ["atom", /[^]/y],
];

function readPiece(pattern: string, at: number): { kind: PieceKind; text: string } {
  for (const [kind, expression] of pieces) {
    expression.lastIndex = at;
    const text = expression.exec(pattern)?.[0];
    if (text !== undefined) return { kind, text };
  }
  return { kind: "atom", text: pattern.charAt(at) };
}

function readRange(quantifier: string): { min: number; max: number } {
  if (quantifier.startsWith("?")) return { min: 0, max: 1 };
  const parts = /^\{(\d+)(,?)(\d*)\}/.exec(quantifier);
  if (!parts) return { min: 0, max: Number.POSITIVE_INFINITY };
  const min = Number(parts[1]);
  if (parts[2] === "") return { min, max: min };
  return { min, max: parts[3] === "" ? Number.POSITIVE_INFINITY : Number(parts[3]) };
}
