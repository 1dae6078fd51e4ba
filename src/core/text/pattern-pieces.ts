/** What the parts of a regular expression of JavaScript are. */
export type PieceKind = "open" | "close" | "quantifier" | "back-reference" | "atom";

const pieces: readonly (readonly [PieceKind, RegExp])[] = [
  ["back-reference", /\\(?:[1-9]|k<)/y],
  ["atom", /\\[^]|\[(?:\\[^]|[^\]\\])*\]/y],
  ["open", /\((?:\?(?:[:=!]|<[=!]|<\w+>))?/y],
  ["close", /\)/y],
  ["quantifier", /(?:[*+?]|\{\d+(?:,\d*)?\})\??/y],
  ["atom", /[^]/y],
];

/** The part that starts at an offset. */
export function readPiece(pattern: string, at: number): { kind: PieceKind; text: string } {
  for (const [kind, expression] of pieces) {
    expression.lastIndex = at;
    const text = expression.exec(pattern)?.[0];
    if (text !== undefined) return { kind, text };
  }
  return { kind: "atom", text: pattern.charAt(at) };
}

/** How often a quantifier lets something stand. */
export function readRange(quantifier: string): { min: number; max: number } {
  if (quantifier.startsWith("?")) return { min: 0, max: 1 };
  const parts = /^\{(\d+)(,?)(\d*)\}/.exec(quantifier);
  if (!parts) return { min: 0, max: Number.POSITIVE_INFINITY };
  const min = Number(parts[1]);
  if (parts[2] === "") return { min, max: min };
  return { min, max: parts[3] === "" ? Number.POSITIVE_INFINITY : Number(parts[3]) };
}
