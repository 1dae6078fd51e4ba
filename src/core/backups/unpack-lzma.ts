/**
 * Unpacks one raw LZMA stream, as 7z packs its own list of files with. Undefined for damaged data.
 *
 * The format: the LZMA specification in https://www.7-zip.org/sdk.html
 *
 * @param properties five bytes: lc, lp, pb in the first, then the size of the dictionary.
 */
export function unpackLzma(
  packed: Uint8Array,
  properties: Uint8Array,
  size: number,
): Uint8Array | undefined {
  const first = properties[0] ?? 255;
  if (first >= 9 * 5 * 5) return undefined;
  const [literalContext, rest] = [first % 9, Math.floor(first / 9)];
  const [literalPosition, positionBits] = [rest % 5, Math.floor(rest / 5)];
  const range = createRangeDecoder(packed);
  const bits = (count: number) => new Uint16Array(count).fill(half);
  const literals = bits(0x300 << (literalContext + literalPosition));
  const isMatch = bits(states * 16);
  const [isRepeat, isRepeat0, isRepeat1, isRepeat2] = [
    bits(states),
    bits(states),
    bits(states),
    bits(states),
  ];
  const isLongRepeat0 = bits(states * 16);
  const slots = [bits(64), bits(64), bits(64), bits(64)];
  const special = bits(128);
  const aligned = bits(16);
  const [lengths, repeatLengths] = [lengthDecoder(range, bits), lengthDecoder(range, bits)];

  const output = new Uint8Array(size);
  let [at, state] = [0, 0];
  let [distance, before1, before2, before3] = [0, 0, 0, 0];

  const literal = () => {
    const before = at > 0 ? (output[at - 1] ?? 0) : 0;
    const low = at & ((1 << literalPosition) - 1);
    const from = 0x300 * ((low << literalContext) + (before >> (8 - literalContext)));
    let symbol = 1;
    if (state >= 7) {
      let match = output[at - distance - 1] ?? 0;
      while (symbol < 0x100) {
        const matchBit = (match >> 7) & 1;
        match <<= 1;
        const bit = range.bit(literals, from + ((1 + matchBit) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        if (matchBit !== bit) break;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | range.bit(literals, from + symbol);
    output[at] = symbol & 0xff;
    at += 1;
    state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
  };

  const readDistance = (length: number) => {
    const slot = range.tree(slots[Math.min(length, 3)] ?? aligned, 6);
    if (slot < 4) return slot;
    const direct = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) << direct;
    if (slot < 14) return base + range.reverse(special, base - slot, direct);
    return (base >>> 0) + range.direct(direct - 4) * 16 + range.reverse(aligned, 0, 4);
  };

  while (at < size && !range.isOver()) {
    const position = at & ((1 << positionBits) - 1);
    if (range.bit(isMatch, state * 16 + position) === 0) {
      literal();
      continue;
    }
    let length: number;
    if (range.bit(isRepeat, state) === 0) {
      [before3, before2, before1] = [before2, before1, distance];
      length = lengths(position);
      state = state < 7 ? 7 : 10;
      distance = readDistance(length);
      // The mark of the end.
      if (distance >= 0xffffffff) break;
    } else {
      if (range.bit(isRepeat0, state) === 0) {
        if (range.bit(isLongRepeat0, state * 16 + position) === 0) {
          state = state < 7 ? 9 : 11;
          if (distance >= at) return undefined;
          output[at] = output[at - distance - 1] ?? 0;
          at += 1;
          continue;
        }
      } else if (range.bit(isRepeat1, state) === 0) {
        [distance, before1] = [before1, distance];
      } else if (range.bit(isRepeat2, state) === 0) {
        [distance, before1, before2] = [before2, distance, before1];
      } else {
        [distance, before1, before2, before3] = [before3, distance, before1, before2];
      }
      length = repeatLengths(position);
      state = state < 7 ? 8 : 11;
    }
    if (distance >= at) return undefined;
    for (let left = length + 2; left > 0 && at < size; left -= 1) {
      output[at] = output[at - distance - 1] ?? 0;
      at += 1;
    }
  }
  return at === size ? output : undefined;
}

const states = 12;
const half = 1024;

type RangeDecoder = ReturnType<typeof createRangeDecoder>;

function createRangeDecoder(packed: Uint8Array) {
  let [range, code, next] = [0xffffffff, 0, 1];
  while (next < 5) {
    code = ((code << 8) | (packed[next] ?? 0)) >>> 0;
    next += 1;
  }
  const normalize = () => {
    if (range >= 0x1000000) return;
    range = (range << 8) >>> 0;
    code = ((code << 8) | (packed[next] ?? 0)) >>> 0;
    next += 1;
  };
  const bit = (odds: Uint16Array, index: number): 0 | 1 => {
    const odd = odds[index] ?? half;
    const bound = (range >>> 11) * odd;
    const isOne = code >= bound;
    if (isOne) {
      odds[index] = odd - (odd >> 5);
      code -= bound;
      range -= bound;
    } else {
      odds[index] = odd + ((2048 - odd) >> 5);
      range = bound;
    }
    normalize();
    return isOne ? 1 : 0;
  };
  return {
    bit,
    /** Data that is not there reads as zeros, for a little while. */
    isOver: () => next > packed.length + 16,
    direct(count: number): number {
      let value = 0;
      for (let left = count; left > 0; left -= 1) {
        range >>>= 1;
        const isOne = code >= range;
        if (isOne) code -= range;
        value = value * 2 + (isOne ? 1 : 0);
        normalize();
      }
      return value;
    },
    tree(odds: Uint16Array, count: number, from = 0): number {
      let symbol = 1;
      for (let left = count; left > 0; left -= 1) symbol = (symbol << 1) | bit(odds, from + symbol);
      return symbol - (1 << count);
    },
    reverse(odds: Uint16Array, from: number, count: number): number {
      let [symbol, value] = [1, 0];
      for (let index = 0; index < count; index += 1) {
        const one = bit(odds, from + symbol);
        symbol = (symbol << 1) | one;
        value |= one << index;
      }
      return value;
    },
  };
}

/** Lengths less two: up to 8 and to 16 by position, the others alike. */
function lengthDecoder(range: RangeDecoder, bits: (count: number) => Uint16Array) {
  const [choice, low, middle, high] = [bits(2), bits(16 * 8), bits(16 * 8), bits(256)];
  return (position: number): number => {
    if (range.bit(choice, 0) === 0) return range.tree(low, 3, position * 8);
    if (range.bit(choice, 1) === 0) return 8 + range.tree(middle, 3, position * 8);
    return 16 + range.tree(high, 8);
  };
}
