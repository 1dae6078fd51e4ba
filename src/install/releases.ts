import type { FileReader } from "../core/ports/files.ts";
import { isInside, joinPath, parentOf } from "../core/text/path-text.ts";

/** An application that is deployed by switching a link, as Capistrano, Deployer and Envoyer do. */
export interface Releases {
  /** Holds `current`, `releases` and `shared`: the install as a whole. */
  readonly base: string;
  /** Where `current` leads: the code that is served. */
  readonly release: string;
  /** What all releases have in common; it need not exist. */
  readonly shared: string;
}

/** Folders of many installs, which are no install themselves. */
export const installParents: readonly string[] = ["/var/www", "/opt", "/srv"];

/**
 * The releases that a folder (absolute, links resolved) belongs to: it is their base, or anything
 * below it.
 * https://capistranorb.com/documentation/getting-started/structure/
 * https://deployer.org/docs/7.x/basics
 */
export function releasesAround(host: FileReader, folder: string): Releases | undefined {
  for (let base = folder; base.split("/").length > 2; base = parentOf(base)) {
    if (installParents.includes(base)) return undefined;
    const current = joinPath(base, "current");
    if (host.readLink(current).kind !== "found") continue;
    const release = host.realPath(current);
    if (release.kind !== "found") continue;
    const releases = joinPath(base, "releases");
    if (release.value === releases || !isInside(releases, release.value)) continue;
    return { base, release: release.value, shared: joinPath(base, "shared") };
  }
  return undefined;
}
