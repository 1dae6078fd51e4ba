/** Finds many literals in bytes in one pass, upper and lower case ASCII letters taken as equal. */
export interface ByteAutomaton {
  /** Column of each byte value: bytes that no literal holds share one. */
  readonly columns: Uint8Array;
  readonly width: number;
  /**
   * Next state by state (already multiplied by `width`) and column; the complement of it when
   * literals end there.
   */
  readonly table: Int32Array;
  /** By state number: indexes of the literals that end there. */
  readonly endings: readonly (readonly number[])[];
}

const root = 0;

/**
 * Builds the dense table of an Aho-Corasick automaton. One table load per byte, whatever the
 * number of literals.
 */
export function buildAutomaton(literals: readonly Uint8Array[]): ByteAutomaton {
  const { columns, width } = assignColumns(literals);
  const most = 1 + literals.reduce((sum, literal) => sum + literal.length, 0);
  const next = new Int32Array(most * width).fill(-1);
  const endings: number[][] = [[]];
  literals.forEach((literal, index) => {
    let state = root;
    for (const byte of literal) {
      const cell = state * width + columnOf(columns, byte);
      let child = at(next, cell);
      if (child < 0) {
        child = endings.push([]) - 1;
        next[cell] = child;
      }
      state = child;
    }
    endings[state]?.push(index);
  });
  connect(next, width, endings);
  return { columns, width, table: encode(next, width, endings), endings };
}

function assignColumns(literals: readonly Uint8Array[]): { columns: Uint8Array; width: number } {
  const columns = new Uint8Array(256);
  let width = 1;
  for (const literal of literals) {
    for (const byte of literal) {
      const low = fold(byte);
      if (columns[low] !== 0) continue;
      columns[low] = width;
      if (low >= 0x61 && low <= 0x7a) columns[low - 0x20] = width;
      width += 1;
    }
  }
  return { columns, width };
}

/** Fills every empty cell with where the longest proper suffix would go. Breadth first. */
function connect(next: Int32Array, width: number, endings: number[][]): void {
  const fallback = new Int32Array(endings.length);
  const queue: number[] = [root];
  for (let head = 0; head < queue.length; head += 1) {
    const state = queue[head] as number;
    const behind = at(fallback, state);
    for (let column = 0; column < width; column += 1) {
      const cell = state * width + column;
      const child = at(next, cell);
      const instead = state === root ? root : at(next, behind * width + column);
      if (child < 0) {
        next[cell] = instead;
        continue;
      }
      fallback[child] = instead;
      endings[child]?.push(...(endings[instead] ?? []));
      queue.push(child);
    }
  }
}

function encode(next: Int32Array, width: number, endings: readonly number[][]): Int32Array {
  const table = next.slice(0, endings.length * width);
  for (let cell = 0; cell < table.length; cell += 1) {
    const target = at(table, cell);
    const ends = (endings[target]?.length ?? 0) > 0;
    table[cell] = ends ? ~(target * width) : target * width;
  }
  return table;
}

/** Every read above is in range by construction. */
function at(cells: Int32Array, index: number): number {
  return cells[index] as number;
}

function columnOf(columns: Uint8Array, byte: number): number {
  return columns[byte] as number;
}

/** ASCII upper case to lower case. */
export function fold(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}
