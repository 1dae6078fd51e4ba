import { constants } from "node:fs";

// Node does not name O_PATH. The number is the same on x86, arm, riscv, ppc and s390:
// https://github.com/torvalds/linux/blob/master/include/uapi/asm-generic/fcntl.h
const pathOnly = process.platform === "linux" ? 0o10000000 : 0;

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK, O_NOCTTY, O_DIRECTORY } = constants;

/** Opening must neither wait for a FIFO's writer nor make a terminal ours. */
const readQuietly = O_RDONLY | O_NONBLOCK | O_NOCTTY;

export const openFlags = {
  /** Reads the named file itself; a link is ELOOP. */
  read: readQuietly | O_NOFOLLOW,
  /** Reads what the name leads to. */
  readFollowing: readQuietly,
  /** A handle to the name itself without opening what is behind it: no device wakes up. */
  handle: pathOnly | O_NOFOLLOW,
  /** The same, of what a link leads to. */
  handleFollowing: pathOnly,
  /** A folder to walk from; needs search permission only. A link is ENOTDIR. */
  folder: (pathOnly || O_RDONLY) | O_DIRECTORY | O_NOFOLLOW,
} as const;
