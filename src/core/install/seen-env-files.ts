import { reasonOfKind } from "./file-kind-reason.ts";
import type { FileStat } from "../ports/files.ts";
import type { EnvFile, Install } from "./install.ts";
import { type Gap, gap } from "../look.ts";
import { isInside } from "../text/path-text.ts";

export interface SeenEnvFile {
  readonly file: EnvFile;
  readonly stat: FileStat;
}

/** Env files whose metadata can be judged; whatever hides others is a gap. */
export function seenEnvFiles(install: Install): {
  readonly seen: readonly SeenEnvFile[];
  readonly gaps: readonly Gap[];
} {
  const seen: SeenEnvFile[] = [];
  const gaps: Gap[] = [...unlistedRoot(install)];
  for (const file of install.envFiles) {
    const { path, stat } = file;
    if (stat.kind === "blocked") gaps.push(gap(path, stat.reason));
    if (stat.kind !== "found") continue;
    const reason = reasonOfKind(stat.value.kind);
    if (reason) gaps.push(gap(path, reason));
    else seen.push({ file, stat: stat.value });
  }
  return { seen, gaps };
}

/** A root, or a folder of its releases, that could not be listed may hold any env file. */
export function unlistedRoot({ root, gaps }: Install): readonly Gap[] {
  const ofReleases = /^\/(?:shared|releases\/[^/]+)$/;
  return gaps.filter(
    ({ what }) =>
      what === root || (isInside(root, what) && ofReleases.test(what.slice(root.length))),
  );
}
