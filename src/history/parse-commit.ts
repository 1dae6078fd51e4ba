import { Buffer } from "node:buffer";

export interface ParsedCommit {
  /** Hex; empty when the object does not name one. */
  readonly tree: string;
  readonly parents: readonly string[];
  /** Committer date, milliseconds since 1970. */
  readonly dateMs: number;
  /** Everything between the parents and the empty line: people, signatures, merged tags. */
  readonly people: Uint8Array;
  readonly message: Uint8Array;
}

const blankLine = "\n\n";

/**
 * The parts of a commit object.
 *
 * @see https://git-scm.com/docs/user-manual#commit-object
 */
export function parseCommit(bytes: Uint8Array): ParsedCommit {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blank = buffer.indexOf(blankLine, 0, "latin1");
  const end = blank < 0 ? buffer.length : blank + 1;
  const parents: string[] = [];
  let tree = "";
  let at = 0;
  while (at < end) {
    const stop = lineEnd(buffer, at, end);
    const isTree = startsWith(buffer, at, "tree ");
    if (!isTree && !startsWith(buffer, at, "parent ")) break;
    const id = buffer.toString("latin1", at + (isTree ? 5 : 7), stop);
    if (isTree) tree = id;
    else parents.push(id);
    at = stop + 1;
  }
  const people = buffer.subarray(at, end);
  const message = blank < 0 ? buffer.subarray(end) : buffer.subarray(blank + 2);
  return { tree, parents, dateMs: committerDate(people), people, message };
}

/** The author's name, for people to read; not UTF-8 becomes U+FFFD. */
export function authorOf(people: Uint8Array): string | undefined {
  const name = /^author ([^<\n]*?) ?<[^>\n]*>/m.exec(new TextDecoder().decode(people))?.[1];
  return name === undefined || name === "" ? undefined : name;
}

function committerDate(people: Buffer): number {
  const at = people.indexOf("committer ", 0, "latin1");
  if (at < 0) return 0;
  const line = people.toString("latin1", at, lineEnd(people, at, people.length));
  const seconds = /> (-?\d{1,15})(?: [+-]\d{4})?$/.exec(line)?.[1];
  return seconds === undefined ? 0 : Number(seconds) * 1000;
}

function lineEnd(buffer: Buffer, at: number, end: number): number {
  const stop = buffer.indexOf(0x0a, at);
  return stop < 0 || stop > end ? end : stop;
}

function startsWith(buffer: Buffer, at: number, text: string): boolean {
  return buffer.toString("latin1", at, at + text.length) === text;
}
