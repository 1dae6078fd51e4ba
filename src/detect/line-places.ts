/** Where an offset is in its text. Both 1-based, the column in bytes. */
export interface LinePlace {
  readonly line: number;
  readonly column: number;
  /** Offset of the first byte of the line. */
  readonly lineStart: number;
}

const newline = 0x0a;

/** Answers for offsets in ascending order; reads only as far as it is asked. */
export function createLinePlaces(bytes: Uint8Array): (offset: number) => LinePlace {
  let line = 1;
  let lineStart = 0;
  let at = 0;
  return (offset) => {
    for (; at < offset; at += 1) {
      if (bytes[at] !== newline) continue;
      line += 1;
      lineStart = at + 1;
    }
    return { line, column: offset - lineStart + 1, lineStart };
  };
}
