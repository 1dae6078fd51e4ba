import { blocked, found } from "../../core/look.ts";
import type { Look } from "../../core/look.ts";

/** The named entries of `getfacl -n -c` as they take effect, `user:33:r--`. */
export function parseAccessLines(text: string): readonly string[] {
  const lines = text.split("\n").map((line) => line.split("\t")[0]?.trim() ?? "");
  const maskLine = lines.find((line) => line.startsWith("mask::"));
  const mask = maskLine === undefined ? 7 : bitsOf(maskLine.slice("mask::".length));
  return lines.flatMap((line) => {
    const named = /^(user|group):(\d+):([r-][w-][x-])$/.exec(line);
    return named ? [entry(named[1] ?? "", Number(named[2]), bitsOf(named[3] ?? "") & mask)] : [];
  });
}

/**
 * The same from the bytes of `system.posix_acl_access`: version 2, then tag, permissions and id.
 * https://github.com/torvalds/linux/blob/master/include/uapi/linux/posix_acl_xattr.h
 */
export function parseAccessBytes(bytes: Uint8Array): Look<readonly string[]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || bytes.length % 8 !== 4 || view.getUint32(0, true) !== 2) {
    return blocked("parse", "access list has an unknown form");
  }
  const named: { readonly kind: string; readonly id: number; readonly bits: number }[] = [];
  let mask = 7;
  for (let at = 4; at < bytes.length; at += 8) {
    const bits = view.getUint16(at + 2, true);
    const id = view.getUint32(at + 4, true);
    const tag = view.getUint16(at, true);
    if (tag === tags.mask) mask = bits;
    if (tag === tags.user) named.push({ kind: "user", id, bits });
    if (tag === tags.group) named.push({ kind: "group", id, bits });
  }
  return found(named.map(({ kind, id, bits }) => entry(kind, id, bits & mask)));
}

const tags = { user: 0x02, group: 0x08, mask: 0x10 } as const;

function bitsOf(text: string): number {
  return (text[0] === "r" ? 4 : 0) | (text[1] === "w" ? 2 : 0) | (text[2] === "x" ? 1 : 0);
}

function entry(kind: string, id: number, bits: number): string {
  return `${kind}:${id}:${bits & 4 ? "r" : "-"}${bits & 2 ? "w" : "-"}${bits & 1 ? "x" : "-"}`;
}
