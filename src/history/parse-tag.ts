import { Buffer } from "node:buffer";

export interface ParsedTag {
  /** Hex id of what is tagged. */
  readonly target: string;
  /** Everything after the target: name, tagger, message. */
  readonly text: Uint8Array;
  /** Lines of the object before `text`. */
  readonly linesBefore: number;
}

/**
 * The parts of an annotated tag.
 *
 * @see https://git-scm.com/docs/git-mktag
 */
export function parseTag(bytes: Uint8Array): ParsedTag {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = /^object ([0-9a-f]{40,64})\ntype [a-z]+\n/.exec(buffer.toString("latin1", 0, 160));
  if (!head) return { target: "", text: buffer, linesBefore: 0 };
  return { target: head[1] ?? "", text: buffer.subarray(head[0].length), linesBefore: 2 };
}
