import { readPiece, readRange } from "../core/text/pattern-pieces.ts";

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
