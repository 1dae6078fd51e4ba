import type { FileStat } from "../ports/files.ts";

/** Permission bits as people write them: `0644`, `1777`. */
export function formatMode(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, "0");
}

/** What the members of the file's group may do, 0 to 7. Under an ACL this is its mask. */
export function groupBits({ mode }: Pick<FileStat, "mode">): number {
  return (mode >> 3) & 7;
}

/** What every account may do, 0 to 7. */
export function otherBits({ mode }: Pick<FileStat, "mode">): number {
  return mode & 7;
}

/** Permission bits of one class in words: `read and write`; empty for none. */
export function accessText(bits: number): string {
  if (bits === 1) return "run";
  return [...(bits & 4 ? ["read"] : []), ...(bits & 2 ? ["write"] : [])].join(" and ");
}
