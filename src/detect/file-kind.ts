/** What the first bytes of a file say it is, as far as a search must know. */
export type FileSort =
  | { readonly kind: "plain" }
  /** Pictures, sound, video, fonts: nothing in them is text. Not a gap. */
  | { readonly kind: "media" }
  | { readonly kind: "gzip" }
  /** Compressed or packed in a way that is not read. A gap. */
  | { readonly kind: "packed"; readonly format: string };

interface Signature {
  readonly bytes: readonly number[] | string;
  readonly at?: number;
  readonly sort: FileSort;
}

const media: FileSort = { kind: "media" };
const packed = (format: string): FileSort => ({ kind: "packed", format });

/** Decided by content alone: a name says nothing about what a file holds. */
const signatures: readonly Signature[] = [
  { bytes: [0x1f, 0x8b, 0x08], sort: { kind: "gzip" } },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], sort: packed("xz") },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], sort: packed("zst") },
  { bytes: "BZh", sort: packed("bz2") },
  { bytes: [0x04, 0x22, 0x4d, 0x18], sort: packed("lz4") },
  { bytes: [0x50, 0x4b, 0x03, 0x04], sort: packed("zip") },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], sort: packed("7z") },
  { bytes: "Rar!\x1a\x07", sort: packed("rar") },
  { bytes: [0x1f, 0x9d], sort: packed("compress") },
  { bytes: "LZIP", sort: packed("lzip") },
  { bytes: [0x89, 0x4c, 0x5a, 0x4f, 0x00], sort: packed("lzop") },
  // Rows are deflated by default: https://www.postgresql.org/docs/current/app-pgdump.html
  { bytes: "PGDMP", sort: packed("pg_dump") },
  { bytes: "# v2 git bundle", sort: packed("a git bundle") },
  { bytes: "# v3 git bundle", sort: packed("a git bundle") },
  { bytes: [0x50, 0x41, 0x43, 0x4b, 0x00, 0x00, 0x00], sort: packed("a git pack") },
  { bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], sort: media },
  { bytes: [0xff, 0xd8, 0xff], sort: media },
  { bytes: "GIF87a", sort: media },
  { bytes: "GIF89a", sort: media },
  { bytes: "WEBP", at: 8, sort: media },
  { bytes: "WAVE", at: 8, sort: media },
  { bytes: "AVI ", at: 8, sort: media },
  { bytes: "ftyp", at: 4, sort: media },
  { bytes: [0x1a, 0x45, 0xdf, 0xa3], sort: media },
  { bytes: [0x00, 0x00, 0x01, 0x00], sort: media },
  { bytes: "OggS", sort: media },
  { bytes: "fLaC", sort: media },
  { bytes: "ID3", sort: media },
  { bytes: "wOFF", sort: media },
  { bytes: "wOF2", sort: media },
  { bytes: [0x00, 0x01, 0x00, 0x00, 0x00], sort: media },
  { bytes: "OTTO", sort: media },
  { bytes: "FLV\x01", sort: media },
];

const plain: FileSort = { kind: "plain" };

/** Every format of media has a zero in its first bytes; text that starts like one has not. */
const headOfMedia = 512;

export function sortOf(head: Uint8Array): FileSort {
  const sort = signatures.find((signature) => stands(signature, head))?.sort ?? plain;
  return sort === media && !head.subarray(0, headOfMedia).includes(0) ? plain : sort;
}

function stands({ bytes, at = 0 }: Signature, head: Uint8Array): boolean {
  for (let index = 0; index < bytes.length; index += 1) {
    const wanted = typeof bytes === "string" ? bytes.charCodeAt(index) : bytes[index];
    if (head[at + index] !== wanted) return false;
  }
  return true;
}
