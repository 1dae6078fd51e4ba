import { fold } from "./byte-automaton.ts";

/** A shape of bytes: some fixed, the others anything. Found by its longest fixed run. */
export interface Anchor {
  /** The longest run of fixed bytes, in lower case. */
  readonly literal: Uint8Array;
  /** From the first byte of the shape to the first byte of the literal. */
  readonly offset: number;
  readonly length: number;
  /** Every fixed byte with its place in the shape. */
  readonly fixed: readonly { readonly at: number; readonly byte: number }[];
}

const anything = -1;

/** Reads `-.......-|\.......\.`: `.` is any byte, `\` takes the next one as it is, `|` alternatives. */
export function parseAnchors(text: string): readonly Anchor[] {
  const shapes: number[][] = [[]];
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === "|") {
      shapes.push([]);
    } else if (character === ".") {
      shapes.at(-1)?.push(anything);
    } else {
      if (character === "\\") index += 1;
      shapes.at(-1)?.push(text.charCodeAt(index));
    }
  }
  return shapes.filter((shape) => shape.some((byte) => byte !== anything)).map(anchorOf);
}

function anchorOf(shape: readonly number[]): Anchor {
  let [best, bestLength] = [0, 0];
  for (let start = 0; start < shape.length; start += 1) {
    let length = 0;
    while (start + length < shape.length && shape[start + length] !== anything) length += 1;
    // The last of equal runs: the bytes before it are there already when it is read.
    if (length > 0 && length >= bestLength) [best, bestLength] = [start, length];
  }
  return {
    literal: Uint8Array.from(shape.slice(best, best + bestLength), fold),
    offset: best,
    length: shape.length,
    fixed: shape.flatMap((byte, at) => (byte === anything ? [] : [{ at, byte }])),
  };
}

/** Whether the shape stands at `start`. Letter case counts. */
export function anchorStands(anchor: Anchor, bytes: Uint8Array, start: number): boolean {
  if (start < 0 || start + anchor.length > bytes.length) return false;
  for (const { at, byte } of anchor.fixed) {
    if (bytes[start + at] !== byte) return false;
  }
  return true;
}
