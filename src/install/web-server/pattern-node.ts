import { readPiece, readRange } from "../../core/text/pattern-pieces.ts";

/** A part of an expression, as far as it matters for how long a match may take. */
export type PatternNode = NodeFacts &
  (
    | { readonly kind: "characters" }
    /** `^`, `$`, `\b`. */
    | { readonly kind: "position"; readonly isStart: boolean }
    /** Looks ahead or behind. */
    | { readonly kind: "look"; readonly body: PatternNode }
    | { readonly kind: "sequence"; readonly items: readonly PatternNode[] }
    | { readonly kind: "choice"; readonly options: readonly PatternNode[] }
    | {
        readonly kind: "repeat";
        readonly body: PatternNode;
        readonly min: number;
        readonly max: number;
      }
  );

interface NodeFacts {
  /** Characters it may begin with: a bit for each of ASCII, one for all others. */
  readonly first: bigint;
  /** It may stand for nothing. */
  readonly isEmpty: boolean;
  /** How many characters it has with its fixed repetitions written out. */
  readonly size: number;
  /** Of its longest option. */
  readonly length: number;
  /** Something in it is repeated without end. */
  readonly isUnbounded: boolean;
}

/** Deeper or longer ones are not looked at. */
const mostNested = 50;
const longestPattern = 4096;

/** Undefined: a back reference, or too much of it. */
export function readPattern(pattern: string, flags: string): PatternNode | undefined {
  if (pattern.length > longestPattern) return undefined;
  const levels: Level[] = [newLevel("group")];
  for (let at = 0; at < pattern.length;) {
    const { kind, text } = readPiece(pattern, at);
    at += text.length;
    const level = levels.at(-1);
    if (!level || kind === "back-reference") return undefined;
    const sequence = level.options.at(-1);
    switch (kind) {
      case "open":
        if (levels.length > mostNested) return undefined;
        levels.push(newLevel(/^\(\?(?:[=!]|<[=!])/.test(text) ? "look" : "group"));
        break;
      case "close": {
        levels.pop();
        levels.at(-1)?.options.at(-1)?.push(closed(level));
        break;
      }
      case "quantifier": {
        const body = sequence?.pop();
        // `(?i:` and whatever else is new to us.
        if (!body) return undefined;
        sequence?.push(repeatOf(body, readRange(text)));
        break;
      }
      case "atom":
        if (text === "|") level.options.push([]);
        else sequence?.push(atomOf(text, flags));
    }
  }
  const [top] = levels;
  return top && levels.length === 1 ? closed(top) : undefined;
}

interface Level {
  readonly kind: "group" | "look";
  readonly options: PatternNode[][];
}

function newLevel(kind: Level["kind"]): Level {
  return { kind, options: [[]] };
}

function closed({ kind, options }: Level): PatternNode {
  const sequences = options.map(sequenceOf);
  const [only] = sequences;
  const body = only && sequences.length === 1 ? only : choiceOf(sequences);
  if (kind === "group") return body;
  return { ...body, kind: "look", body, first: 0n, isEmpty: true };
}

function sequenceOf(items: readonly PatternNode[]): PatternNode {
  const fixed = items.findIndex(({ isEmpty }) => !isEmpty);
  const leading = fixed === -1 ? items : items.slice(0, fixed + 1);
  return {
    kind: "sequence",
    items,
    first: united(leading),
    isEmpty: fixed === -1,
    size: items.reduce((sum, { size }) => sum + size, 0),
    length: items.reduce((sum, { length }) => sum + length, 0),
    isUnbounded: items.some(({ isUnbounded }) => isUnbounded),
  };
}

function choiceOf(options: readonly PatternNode[]): PatternNode {
  return {
    kind: "choice",
    options,
    first: united(options),
    isEmpty: options.some(({ isEmpty }) => isEmpty),
    size: options.reduce((sum, { size }) => sum + size, 0),
    length: options.reduce((most, { length }) => Math.max(most, length), 0),
    isUnbounded: options.some(({ isUnbounded }) => isUnbounded),
  };
}

function repeatOf(body: PatternNode, { min, max }: { min: number; max: number }): PatternNode {
  const rounds = Math.max(1, Number.isFinite(max) ? max : min);
  return {
    kind: "repeat",
    body,
    min,
    max,
    first: body.first,
    isEmpty: body.isEmpty || min === 0,
    size: body.size * rounds,
    length: body.length * rounds,
    isUnbounded: body.isUnbounded || max === Number.POSITIVE_INFINITY,
  };
}

function united(nodes: readonly PatternNode[]): bigint {
  return nodes.reduce((all, { first }) => all | first, 0n);
}

const nothing: NodeFacts = { first: 0n, isEmpty: true, size: 0, length: 0, isUnbounded: false };

const positions = /^(?:[$^]|\\[bB])$/;

function atomOf(text: string, flags: string): PatternNode {
  if (positions.test(text)) {
    const isStart = text === "^";
    return { ...nothing, kind: "position", isStart };
  }
  const first = charactersOf(text, flags);
  return { ...nothing, kind: "characters", first, isEmpty: false, size: 1, length: 1 };
}

const others = 1n << 128n;

const known = new Map<string, bigint>();
const mostKnown = 2000;

function charactersOf(atom: string, flags: string): bigint {
  const key = `${flags} ${atom}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= mostKnown) known.clear();
  const found = askedCharacters(atom, flags);
  known.set(key, found);
  return found;
}

/** JavaScript itself says which characters a class stands for. */
function askedCharacters(atom: string, flags: string): bigint {
  const expression = new RegExp(`^${atom}$`, flags);
  let found = expression.test("é") || /[^\0-\x7F]|\\[ux]/.test(atom) ? others : 0n;
  for (let code = 0; code < 128; code += 1) {
    if (expression.test(String.fromCharCode(code))) found |= 1n << BigInt(code);
  }
  return found;
}
