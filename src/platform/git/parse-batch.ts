import type { GitObjectType } from "../../core/ports/git-process.ts";

export interface BatchEvents {
  /** `bytes` is valid during the call only. */
  object(id: string, type: GitObjectType, bytes: Buffer): void;
  missing(id: string): void;
  tooLarge(id: string, type: GitObjectType, size: number): void;
}

/** The output is not what `git cat-file --batch` prints. */
export class BatchFormatError extends Error {}

const longestHead = 200;
const newline = 0x0a;

/**
 * Reads the output of `git cat-file --batch` piece by piece. An object that lies within one piece
 * is handed on without copying; objects over `maxBytes` are passed over and never held.
 *
 * @throws BatchFormatError when the output is not of that form.
 */
export class BatchParser {
  readonly #events: BatchEvents;
  readonly #maxBytes: number;
  #head = "";
  /** Of the object being read; `left` counts its bytes and the newline after them. */
  #id = "";
  #type: GitObjectType = "blob";
  #left = 0;
  #filled = 0;
  #skips = false;
  #store = Buffer.allocUnsafe(1 << 20);

  constructor(events: BatchEvents, maxBytes: number) {
    this.#events = events;
    this.#maxBytes = maxBytes;
  }

  /** Whether the output may end here. */
  get isBetweenObjects(): boolean {
    return this.#left === 0 && this.#head === "";
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      at = this.#left > 0 ? this.#content(chunk, at) : this.#header(chunk, at);
    }
  }

  #header(chunk: Buffer, at: number): number {
    const end = chunk.indexOf(newline, at);
    const stop = end < 0 ? chunk.length : end;
    this.#head += chunk.toString("latin1", at, stop);
    if (this.#head.length > longestHead) throw new BatchFormatError("no object header");
    if (end < 0) return stop;
    this.#begin(this.#head);
    this.#head = "";
    const size = this.#left - 1;
    if (this.#left === 0 || this.#skips || chunk.length - stop - 2 < size) return stop + 1;
    // The common case: all of it is here.
    this.#left = 0;
    const from = stop + 1;
    this.#events.object(this.#id, this.#type, chunk.subarray(from, from + size));
    return from + size + 1;
  }

  #begin(head: string): void {
    const [id = "", type = "", size = "", ...more] = head.split(" ");
    if (type === "missing" && size === "") {
      this.#events.missing(id);
      return;
    }
    const bytes = Number(size);
    if (!isType(type) || !/^\d+$/.test(size) || more.length > 0 || !/^[0-9a-f]{40,64}$/.test(id)) {
      throw new BatchFormatError("no object header");
    }
    this.#id = id;
    this.#type = type;
    this.#left = bytes + 1;
    this.#filled = 0;
    this.#skips = bytes > this.#maxBytes;
    if (this.#skips) this.#events.tooLarge(id, type, bytes);
    else if (this.#store.length < bytes) this.#store = Buffer.allocUnsafe(grown(bytes));
  }

  #content(chunk: Buffer, at: number): number {
    const take = Math.min(this.#left, chunk.length - at);
    // The last byte is the newline, which is not kept.
    const kept = Math.min(take, this.#left - 1);
    if (!this.#skips) chunk.copy(this.#store, this.#filled, at, at + kept);
    this.#filled += kept;
    this.#left -= take;
    if (this.#left === 0 && !this.#skips) {
      this.#events.object(this.#id, this.#type, this.#store.subarray(0, this.#filled));
    }
    return at + take;
  }
}

function grown(bytes: number): number {
  return 2 ** Math.ceil(Math.log2(bytes));
}

function isType(type: string): type is GitObjectType {
  return type === "blob" || type === "tree" || type === "commit" || type === "tag";
}
