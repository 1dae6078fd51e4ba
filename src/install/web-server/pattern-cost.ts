import { type PatternNode, readPattern } from "./pattern-node.ts";

/** An upper bound for the steps of one match, for a text of some length. */
export type PatternCost = (length: number) => number;

/** How many ways a part leaves to take the same text: `ways` times the length to some power. */
interface Freedom {
  readonly ways: number;
  readonly power: number;
}

const one: Freedom = { ways: 1, power: 0 };
const endless: Freedom = { ways: Number.POSITIVE_INFINITY, power: 0 };

/** What fixed repetitions may come to when written out. */
const largest = 10_000;
const mostOptions = 300;

/**
 * How long JavaScript may try, which goes back over every choice that an expression leaves open:
 * `(a+)+$` takes for ever. A repetition leaves none where what follows it cannot begin like it, as
 * in `[^/]+/`.
 */
export function patternCost(pattern: string, flags: string): PatternCost {
  const node = readPattern(pattern, flags);
  if (!node || node.size > largest) return () => Number.POSITIVE_INFINITY;
  const { ways, power } = freedomOf(node, 0n);
  const total = power + (node.isUnbounded ? 1 : 0) + (startsAtStart(node) ? 0 : 1);
  return (length) => ways * (node.length + 1) * splits(length, total);
}

/** How many ways there are to cut a text at so many places. */
function splits(length: number, cuts: number): number {
  let count = 1;
  for (let done = 1; done <= cuts; done += 1) count *= (length + done) / done;
  return count;
}

function startsAtStart(node: PatternNode): boolean {
  if (node.kind === "position") return node.isStart;
  if (node.kind === "choice") return node.options.every(startsAtStart);
  const [first] = node.kind === "sequence" ? node.items : [];
  return first !== undefined && startsAtStart(first);
}

/** @param follow characters that may come behind it. */
function freedomOf(node: PatternNode, follow: bigint): Freedom {
  switch (node.kind) {
    case "characters":
    case "position":
      return one;
    case "look": {
      // Once it has matched it is not tried again.
      const { ways, power } = freedomOf(node.body, 0n);
      return { ways, power: power + (node.isUnbounded ? 1 : 0) };
    }
    case "sequence": {
      let behind = follow;
      let all = one;
      for (const item of node.items.toReversed()) {
        all = times(all, freedomOf(item, behind));
        behind = beginning(item, behind);
      }
      return all;
    }
    case "choice":
      return ofChoice(node.options, follow);
    case "repeat":
      return ofRepeat(node, follow);
  }
}

/** Only options that can begin alike are tried one after the other. */
function ofChoice(options: readonly PatternNode[], follow: bigint): Freedom {
  if (options.length > mostOptions) return endless;
  const each = options.map((option) => ({
    ...freedomOf(option, follow),
    begins: beginning(option, follow),
  }));
  const ways = each.map(({ ways: own, begins }, index) =>
    each.reduce(
      (sum, other, at) => (at !== index && other.begins & begins ? sum + other.ways : sum),
      own,
    ),
  );
  return { ways: Math.max(...ways), power: Math.max(...each.map(({ power }) => power)) };
}

function ofRepeat(
  { body, min, max }: Extract<PatternNode, { kind: "repeat" }>,
  follow: bigint,
): Freedom {
  const isOpen = (body.first & follow) !== 0n;
  if (max <= 1) {
    const inner = freedomOf(body, follow);
    return min < max && (isOpen || body.isEmpty) ? { ...inner, ways: inner.ways + 1 } : inner;
  }
  const inner = freedomOf(body, body.first | follow);
  // Every time round multiplies what is left open inside.
  const isFree = inner.ways > 1 || inner.power > 0 || body.isEmpty;
  if (isFree && max > 4) return endless;
  const rounds = isFree ? max : 1;
  const all: Freedom = { ways: inner.ways ** rounds, power: inner.power * rounds };
  if (!isOpen || min === max) return all;
  return Number.isFinite(max)
    ? { ...all, ways: all.ways * (max - min + 1) }
    : { ...all, power: all.power + 1 };
}

function beginning(node: PatternNode, follow: bigint): bigint {
  return node.isEmpty ? node.first | follow : node.first;
}

function times(a: Freedom, b: Freedom): Freedom {
  return { ways: a.ways * b.ways, power: a.power + b.power };
}
