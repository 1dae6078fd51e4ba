const emptyHigh = 0;
const emptyLow = 0;

/**
 * A set of object ids that costs 16 to 32 bytes each, for stores with millions of objects. It keeps
 * the first 64 bits of an id: enough to count, not to authenticate.
 */
export class ObjectIdSet {
  #high = new Uint32Array(1024);
  #low = new Uint32Array(1024);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds an id in hex; false when it was there already. */
  add(id: string): boolean {
    return this.#insert(hexWord(id, 0), hexWord(id, 8));
  }

  /** Adds an id in binary, at `offset`. */
  addBytes(bytes: Uint8Array, offset: number): boolean {
    return this.#insert(byteWord(bytes, offset), byteWord(bytes, offset + 4));
  }

  has(id: string): boolean {
    return this.#has(hexWord(id, 0), hexWord(id, 8));
  }

  hasBytes(bytes: Uint8Array, offset: number): boolean {
    return this.#has(byteWord(bytes, offset), byteWord(bytes, offset + 4));
  }

  #has(high: number, rawLow: number): boolean {
    const low = keep(high, rawLow);
    const slot = this.#slot(high, low);
    return this.#high[slot] === high && this.#low[slot] === low;
  }

  /** How many of this set's ids `other` lacks. */
  countMissingFrom(other: ObjectIdSet): number {
    let missing = 0;
    for (let slot = 0; slot < this.#high.length; slot += 1) {
      const high = this.#high[slot] ?? 0;
      const low = this.#low[slot] ?? 0;
      if (high === emptyHigh && low === emptyLow) continue;
      const there = other.#slot(high, low);
      if (other.#high[there] !== high || other.#low[there] !== low) missing += 1;
    }
    return missing;
  }

  #insert(high: number, rawLow: number): boolean {
    const low = keep(high, rawLow);
    const slot = this.#slot(high, low);
    if (this.#high[slot] === high && this.#low[slot] === low) return false;
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#size += 1;
    if (this.#size * 2 > this.#high.length) this.#grow();
    return true;
  }

  #slot(high: number, low: number): number {
    const last = this.#high.length - 1;
    let slot = (high ^ (low >>> 7)) & last;
    while (this.#high[slot] !== emptyHigh || this.#low[slot] !== emptyLow) {
      if (this.#high[slot] === high && this.#low[slot] === low) break;
      slot = (slot + 1) & last;
    }
    return slot;
  }

  #grow(): void {
    const high = this.#high;
    const low = this.#low;
    this.#high = new Uint32Array(high.length * 2);
    this.#low = new Uint32Array(low.length * 2);
    for (let from = 0; from < high.length; from += 1) {
      const h = high[from] ?? 0;
      const l = low[from] ?? 0;
      if (h === emptyHigh && l === emptyLow) continue;
      const slot = this.#slot(h, l);
      this.#high[slot] = h;
      this.#low[slot] = l;
    }
  }
}

/** The all-zero id would look like an empty slot. */
function keep(high: number, low: number): number {
  return high === emptyHigh && low === emptyLow ? 1 : low;
}

function hexWord(id: string, at: number): number {
  let word = 0;
  for (let index = at; index < at + 8; index += 1) {
    const code = id.charCodeAt(index);
    word = (word << 4) | (code > 57 ? code - 87 : code - 48);
  }
  return word >>> 0;
}

function byteWord(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] ?? 0) << 24) |
      ((bytes[at + 1] ?? 0) << 16) |
      ((bytes[at + 2] ?? 0) << 8) |
      (bytes[at + 3] ?? 0)) >>>
    0
  );
}
