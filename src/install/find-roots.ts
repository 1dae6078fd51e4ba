import { posix } from "node:path";
import { isEnvFileName } from "../core/install/env-names.ts";
import { compareText, isInside, joinPath, parentOf } from "../core/text/path-text.ts";
import type { DiscoveryPorts } from "./host/discovery-ports.ts";
import type { HostView } from "./host/host-view.ts";
import { installParents, releasesAround } from "./releases.ts";
import { absolutePathsOf } from "./systemd/unit-paths.ts";

/** A folder that looks like an install, and what led to it. */
export interface FoundRoot {
  /** Absolute, links resolved. */
  readonly root: string;
  /** `root of nginx site shop.example`, `WorkingDirectory= of shop.service`, `/var/www`. */
  readonly source: string;
}

const manifests = ["package.json", "composer.json"];
const webRootNames = new Set([
  "public",
  "web",
  "htdocs",
  "public_html",
  "html",
  "www",
  "dist",
  "build",
]);
const parents = installParents;

/**
 * Installs of this host without being told: systemd units, then the roots of nginx and Apache, then
 * the usual folders; each root once, with the strongest source.
 */
export function findInstallRoots(ports: DiscoveryPorts, view: HostView): readonly FoundRoot[] {
  const roots = new Map<string, string>();
  const consider = (folder: string, source: string, pointed: boolean) => {
    const root = installRootAt(ports, folder, pointed);
    if (root !== undefined && !roots.has(root)) roots.set(root, source);
  };
  for (const unit of view.units().units) {
    for (const { path, what } of absolutePathsOf(unit)) {
      for (const folder of above(path)) consider(folder, `${what} of ${unit.name}`, true);
    }
  }
  const nginx = view.nginx();
  for (const site of nginx.kind === "found" ? nginx.value.sites : []) {
    const name = site.serverNames[0] ?? site.label;
    for (const root of site.roots) consider(root, `root of nginx site ${name}`, true);
  }
  const apache = view.apache();
  for (const site of apache.kind === "found" ? apache.value.sites : []) {
    const name = site.serverNames[0] ?? site.label;
    if (site.documentRoot !== undefined) {
      consider(site.documentRoot, `root of Apache site ${name}`, true);
    }
  }
  for (const parent of parents) {
    const listed = ports.host.list(parent);
    for (const { name } of listed.kind === "found" ? listed.value : []) {
      consider(joinPath(parent, name), `found in ${parent}`, false);
    }
  }
  return withoutNested([...roots].map(([root, source]) => ({ root, source })));
}

/** An install inside another one (a web root, a release folder) is part of it. */
function withoutNested(found: readonly FoundRoot[]): readonly FoundRoot[] {
  return found
    .filter(({ root }) => !found.some((other) => other.root !== root && isInside(other.root, root)))
    .toSorted((a, b) => compareText(a.root, b.root));
}

/**
 * The root of the install that `folder` is, or is the web root of; undefined when it is none.
 *
 * @param pointed a unit or a site leads here, so a manifest is enough.
 */
export function installRootAt(
  ports: Pick<DiscoveryPorts, "filesOf" | "host">,
  folder: string,
  pointed: boolean,
): string | undefined {
  const real = ports.host.realPath(folder);
  if (real.kind !== "found") return undefined;
  const stat = ports.host.stat(real.value);
  if (stat.kind !== "found" || stat.value.kind !== "directory") return undefined;
  const releases = releasesAround(ports.host, real.value);
  if (releases) {
    const { base, release, shared } = releases;
    const isOne = [base, release, shared].some((each) => looksInstalled(ports, each, pointed));
    if (isOne) return base;
  }
  const above = parentOf(real.value);
  if (webRootNames.has(posix.basename(real.value)) && !parents.includes(above)) {
    if (namesIn(ports, above).some(isEnvFileName)) return above;
  }
  const names = namesIn(ports, real.value);
  if (names.some(isEnvFileName)) return real.value;
  if (!pointed) return undefined;
  if (names.some((name) => manifests.includes(name))) return real.value;
  const aboveNames = webRootNames.has(posix.basename(real.value)) ? namesIn(ports, above) : [];
  return aboveNames.some((name) => manifests.includes(name)) ? above : undefined;
}

/** An env file; where somebody points there a manifest will do. */
function looksInstalled(
  ports: Pick<DiscoveryPorts, "filesOf">,
  folder: string,
  pointed: boolean,
): boolean {
  const names = namesIn(ports, folder);
  return names.some((name) => isEnvFileName(name) || (pointed && manifests.includes(name)));
}

function namesIn({ filesOf }: Pick<DiscoveryPorts, "filesOf">, folder: string): readonly string[] {
  const files = filesOf(folder);
  const listed = files.list(folder);
  if (listed.kind === "found") return listed.value.map(({ name }) => name);
  // A folder that may be entered but not listed still tells about a name.
  const known = [".env", ...manifests];
  return known.filter((name) => files.stat(joinPath(folder, name)).kind === "found");
}

/** The folder of a path and those above it, down to the second level: never `/var` itself. */
function above(path: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = path; folder.split("/").length > 2; folder = parentOf(folder)) {
    if (!parents.includes(folder) && !/^\/(var|usr|etc)\/[^/]+$/.test(folder)) folders.push(folder);
  }
  return folders;
}
