import { posix } from "node:path";
import { type GuardError, SeveralInstalls, environmentError } from "../core/error.ts";
import { isInside } from "../core/text/path-text.ts";
import { configNames } from "./config/find-config.ts";
import type { GuardConfig } from "./config/guard-config.ts";
import { rebaseConfig } from "./config/rebase-config.ts";
import { type FoundRoot, findInstallRoots, installRootAt } from "./find-roots.ts";
import type { DiscoveryPorts } from "./host/discovery-ports.ts";
import type { HostView } from "./host/host-view.ts";

export interface RootChoice extends FoundRoot {
  /** The configuration, when it is about this root. */
  readonly config?: GuardConfig;
  /** What the user should know, as a sentence without full stop. */
  readonly notes: readonly string[];
}

/**
 * The one install that is meant: argument, then configuration, then the current folder, then
 * whatever this host shows.
 *
 * @throws GuardError kind `environment`: no such folder, no install there, none or several found.
 */
export function chooseRoot(
  ports: DiscoveryPorts,
  view: HostView,
  { path, config }: { readonly path?: string; readonly config?: GuardConfig },
): RootChoice {
  if (path !== undefined) return chooseGiven(ports, view, posix.resolve(ports.cwd, path), config);
  const here = installRootAt(ports, ports.cwd, false);
  const configured = config?.install.root;
  const own = config ? { config } : {};
  if (config && configured) {
    const root = realFolder(ports, configured.value);
    const notes =
      here === undefined || here === root
        ? []
        : [
            `this is about ${root}, by ${config.path}; for the install in the current folder name another --config`,
          ];
    return { root, source: "guard.yaml", config: rebaseConfig(config, root), notes };
  }
  if (here !== undefined) return { root: here, source: "the current folder", ...own, notes: [] };
  const roots = findInstallRoots(ports, view);
  const [only, ...others] = roots;
  if (!only) throw noInstall(ports.cwd);
  const around = rootAround(ports, roots);
  if (around) return { ...around, ...own, notes: [] };
  if (others.length > 0) throw severalInstalls(roots, ports);
  return { ...only, ...own, notes: [] };
}

/** The one of several that the current folder is in. */
function rootAround({ host, cwd }: DiscoveryPorts, roots: readonly FoundRoot[]) {
  const real = host.realPath(cwd);
  if (real.kind !== "found") return undefined;
  return roots.find(({ root }) => isInside(root, real.value));
}

function chooseGiven(
  ports: DiscoveryPorts,
  view: HostView,
  path: string,
  config: GuardConfig | undefined,
): RootChoice {
  const folder = realFolder(ports, path);
  const configured = config?.install.root?.value;
  const real = configured === undefined ? undefined : ports.host.realPath(configured);
  const configRoot = real?.kind === "found" ? real.value : configured;
  const root = installRootAt(ports, folder, isPointedAt(view, folder)) ?? undefined;
  if (config && (configRoot === undefined || configRoot === folder || configRoot === root)) {
    const own = configRoot ?? root ?? noInstallAt(folder);
    return { root: own, source: "argument", config: rebaseConfig(config, own), notes: [] };
  }
  const notes =
    config && configRoot !== undefined
      ? [`${config.path} is about ${configRoot}: nothing of it is used`]
      : [];
  return { root: root ?? noInstallAt(folder), source: "argument", notes };
}

/** Whether a unit or a site leads to the folder; read only when a manifest has to do. */
function isPointedAt(view: HostView, folder: string): boolean {
  const nginx = view.nginx();
  const apache = view.apache();
  const roots = [nginx, apache].flatMap((each) =>
    each.kind === "found" ? each.value.sites.flatMap((site) => site.roots) : [],
  );
  return (
    roots.some((root) => root === folder || posix.dirname(root) === folder) ||
    view.units().units.some(({ workingDirectory }) => workingDirectory === folder)
  );
}

function realFolder({ host }: DiscoveryPorts, path: string): string {
  const stat = host.stat(path);
  if (stat.kind === "absent") {
    throw environmentError(
      "PATH_MISSING",
      `${path}: no such folder`,
      "check the path for a typing slip",
    );
  }
  const real = host.realPath(path);
  if (stat.kind === "blocked" || real.kind !== "found") {
    const why = stat.kind === "blocked" ? stat.reason.text : "cannot be resolved";
    throw environmentError(
      "PATH_UNREADABLE",
      `${path}: cannot be looked at: ${why}`,
      "run it with sudo",
    );
  }
  if (stat.value.kind !== "directory") {
    throw environmentError(
      "PATH_NOT_FOLDER",
      `${path}: is no folder`,
      "name the folder that holds the install's .env",
    );
  }
  return real.value;
}

function noInstallAt(folder: string): never {
  throw environmentError(
    "NO_INSTALL",
    `${folder}: no install there: no env file, and no site or unit points at it`,
    "name the folder that holds the install's .env",
    "describe the install in a guard.yaml when its keys are kept elsewhere: init",
  );
}

function noInstall(cwd: string): GuardError {
  return environmentError(
    "NO_INSTALL",
    `no install found in ${cwd}, systemd units, nginx and Apache sites, /var/www, /opt or /srv`,
    "change to its folder, or name it as in: audit /var/www/iptvbp",
    "try it on a sample shop: demo",
  );
}

function severalInstalls(roots: readonly FoundRoot[], { host }: DiscoveryPorts): GuardError {
  const named = configNames(host);
  return new SeveralInstalls(
    `${roots.length} installs found: ${roots.map(({ root, source }) => `${root} (${source})`).join(", ")}`,
    roots.map(({ root }) => root),
    named.length > 0
      ? [`or name one by its configuration: --config ${named.join(", --config ")}`]
      : ["keep a configuration for each with: init --config NAME FOLDER"],
  );
}
