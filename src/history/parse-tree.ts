import { Buffer } from "node:buffer";

type TreeItemKind = "tree" | "blob" | "submodule";

/** One entry of a tree by its place in the bytes: nothing is copied for those nobody wants. */
export type VisitTreeItem = (
  kind: TreeItemKind,
  nameStart: number,
  nameEnd: number,
  idStart: number,
) => void;

const space = 0x20;
const zero = 0x00;

/**
 * Walks the entries of a tree object: mode, space, name, NUL, binary id. Returns false when the
 * bytes end inside an entry.
 */
export function visitTree(bytes: Uint8Array, idBytes: number, visit: VisitTreeItem): boolean {
  let at = 0;
  while (at < bytes.length) {
    const modeStart = at;
    while (at < bytes.length && bytes[at] !== space) at += 1;
    const modeLength = at - modeStart;
    const nameStart = at + 1;
    at = nameStart;
    while (at < bytes.length && bytes[at] !== zero) at += 1;
    const idStart = at + 1;
    if (idStart + idBytes > bytes.length) return false;
    visit(kindOf(bytes, modeStart, modeLength), nameStart, at, idStart);
    at = idStart + idBytes;
  }
  return true;
}

/** Modes are `40000`, `100644`, `100755`, `120000`, `160000`, in old trees also `040000`. */
function kindOf(bytes: Uint8Array, at: number, length: number): TreeItemKind {
  const start = length === 6 && bytes[at] === 0x30 ? at + 1 : at;
  if (bytes[start] === 0x34) return "tree";
  return bytes[start] === 0x31 && bytes[start + 1] === 0x36 ? "submodule" : "blob";
}

export function hexAt(bytes: Uint8Array, at: number, idBytes: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + at, idBytes).toString("hex");
}
