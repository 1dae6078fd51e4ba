import type { EnvFile } from "./install.ts";

/** Named by somebody whose word is not enough to have root look at the file, at all. */
export function isUntrustedFile({ stat }: Pick<EnvFile, "stat">): boolean {
  return stat.kind === "blocked" && stat.reason.code === "untrusted";
}
