import { existsSync } from "node:fs";
import { encodePath } from "../../core/text/path-text.ts";

/** What `node:fs` takes for a path: its bytes when it is not UTF-8. */
export function systemPath(path: string): string | Buffer {
  return path.isWellFormed() ? path : Buffer.from(encodePath(path));
}

/**
 * Whether names can be reached from an open folder, as `/proc/self/fd/<folder>/name`: such a path
 * stays right when the folder is renamed and something else is put in its place. Not so in a
 * chroot without /proc, and on other systems.
 */
export const hasDescriptorPaths = process.platform === "linux" && existsSync("/proc/self/fd");

export function descriptorPath(descriptor: number): string {
  return `/proc/self/fd/${descriptor}`;
}
