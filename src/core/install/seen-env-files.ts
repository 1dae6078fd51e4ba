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
  const gaps: Gap[] = [...envListGaps(install)];
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

/**
 * What may name or hold env files that nobody knows of: folders that could not be listed, units and
 * compose files that could not be read.
 */
export function envListGaps(install: Install): readonly Gap[] {
  const units = install.gaps.filter(({ what }) => /^\/(?:etc|run|lib|usr)\/.*systemd/.test(what));
  const compose = install.hostConfigs.flatMap(({ path, kind, values }) =>
    kind === "compose" && values.kind === "blocked" ? [gap(path, values.reason)] : [],
  );
  return [...unlistedRoot(install), ...units, ...compose];
}

/** A root, or a folder of its releases, that could not be listed may hold any env file. */
export function unlistedRoot({ root, gaps }: Install): readonly Gap[] {
  const ofReleases = /^\/(?:shared|releases\/[^/]+)$/;
  return gaps.filter(
    ({ what }) =>
      what === root || (isInside(root, what) && ofReleases.test(what.slice(root.length))),
  );
}
