import type { Install, LogTarget } from "../core/install/install.ts";
import { type Gap, gap } from "../core/look.ts";
import { uniqueGaps } from "../core/unique-gaps.ts";
import { type Belongings, belongingsOf } from "./belongs.ts";
import { type RootChoice, chooseRoot } from "./choose-root.ts";
import { loadCompose } from "./compose/load-compose.ts";
import { emptyFacts } from "./config/empty-config.ts";
import type { GuardConfig } from "./config/guard-config.ts";
import { detectEnvironment } from "./detect-environment.ts";
import { findEnvFiles } from "./env-files.ts";
import { expandGlob } from "./glob.ts";
import { hostConfigs } from "./host-configs.ts";
import type { DiscoveryPorts } from "./host/discovery-ports.ts";
import { type HostView, createHostView } from "./host/host-view.ts";
import { createLinkView } from "./web-server/link-view.ts";
import { apacheLogs } from "./logs/apache-logs.ts";
import { appLogs, configuredLogs, poolLogs } from "./logs/other-logs.ts";
import { withRotation } from "./logrotate/with-rotation.ts";
import { siteLogs } from "./logs/site-logs.ts";
import { ownSites } from "./own-sites.ts";
import { configuredUrls } from "./urls/configured-urls.ts";
import { releasesAround } from "./releases.ts";
import { expectedOwner } from "./user/expected-owner.ts";
import { findServiceUser } from "./user/service-user.ts";

export interface Discovery {
  readonly install: Install;
  /** The configuration in force: the given one, unless it is about another root. */
  readonly config?: GuardConfig;
  /** What the user should be told on stderr. */
  readonly notes: readonly string[];
}

/**
 * Finds out everything about one install.
 *
 * @throws GuardError kind `environment` (no install, several, a path that is none) or
 * `configuration` (guard.yaml names an account that does not exist).
 */
export function discoverInstall(
  ports: DiscoveryPorts,
  options: { readonly path?: string; readonly config?: GuardConfig } = {},
): Discovery {
  const first = createHostView(ports, options.config?.install.nginx);
  const choice = chooseRoot(ports, first, options);
  // Another root than the configuration's uses nothing of it, not even its nginx files.
  const view = choice.config || !options.config ? first : createHostView(ports);
  const install = describeInstall(ports, view, choice);
  const { config, notes } = choice;
  return { install, notes, ...(config ? { config } : {}) };
}

function describeInstall(ports: DiscoveryPorts, view: HostView, choice: RootChoice): Install {
  const { root, source, config } = choice;
  const { host, accounts, catalogue } = ports;
  const files = ports.filesOf(root, config?.facts.mounts);
  const gaps: Gap[] = [];
  const releases = releasesAround(host, root);
  const folders = releases ? [root, releases.release, releases.shared] : [root];
  const compose = folders.flatMap((folder) => loadCompose(files, folder));
  const links = createLinkView(host);
  const real = (path: string) => links.real(path);
  const local = belongingsOf(view, root, real);
  const trusted = new Set([
    0,
    accounts.self.uid,
    ...(ports.sudoUid === undefined ? [] : [ports.sudoUid]),
  ]);
  const env = findEnvFiles({
    root,
    releases,
    files,
    host,
    units: local.units,
    compose,
    configured: config?.install.env,
    trusted,
  });
  const ownUrls = configuredUrls(catalogue, env.envFiles, [], config);
  const names = ownUrls.filter(({ role }) => role === "store").map(({ host: name }) => name);
  const belongings = belongingsOf(view, root, real, names);
  const configs = hostConfigs(host, belongings, compose, view);
  const serviceUser = findServiceUser({
    accounts,
    files,
    root,
    belongings,
    apache: view.apache(),
    processes: () => view.processes(),
  });
  const logs = findLogs(ports, view, { ...choice, folders }, belongings, gaps);
  const dumps = (config?.install.dumps ?? []).flatMap((pattern) => {
    const expanded = expandGlob(host, pattern);
    gaps.push(...expanded.gaps);
    return expanded.paths;
  });
  const sites = ownSites(host, view, { root, belongings, envFiles: env.envFiles });
  return {
    root,
    host: ports.hostName,
    source,
    envFiles: env.envFiles,
    serviceUser,
    owner: expectedOwner(accounts, config, serviceUser),
    environment: detectEnvironment(config, env.envFiles),
    hostConfigs: configs,
    sites,
    logs,
    urls: configuredUrls(catalogue, env.envFiles, configs, config),
    dumps,
    config: config?.facts ?? emptyFacts,
    gaps: uniqueGaps([...env.gaps, ...hostGaps(view), ...gaps]),
  };
}

function findLogs(
  { host, filesOf }: DiscoveryPorts,
  view: HostView,
  { root, config, folders }: RootChoice & { readonly folders: readonly string[] },
  { sites, apacheSites, pools }: Belongings,
  gaps: Gap[],
): readonly LogTarget[] {
  const files = filesOf(root, config?.facts.mounts);
  const nginx = view.nginx();
  const main = nginx.kind === "found" ? nginx.value.directives : [];
  const configured = config ? configuredLogs({ files, host }, root, config, gaps) : [];
  const said = new Set(configured.map(({ kind }) => kind));
  const apache = view.apache();
  const served = [
    ...siteLogs(host, sites, main, gaps),
    ...(apache.kind === "found" ? apacheLogs(host, apacheSites, apache.value, gaps) : []),
    ...poolLogs(host, pools, gaps),
    ...folders.flatMap((folder) => appLogs(files, folder, gaps)),
  ];
  // What guard.yaml lists for a kind replaces what was found of it.
  return withRotation(host, [...configured, ...served.filter(({ kind }) => !said.has(kind))]);
}

function hostGaps(view: HostView): readonly Gap[] {
  const nginx = view.nginx();
  const apache = view.apache();
  return [
    ...view.units().gaps,
    ...view.pools().gaps,
    ...view.crontabs().gaps,
    ...(nginx.kind === "found" ? nginx.value.gaps.map(gapOf("nginx")) : []),
    ...(nginx.kind === "blocked" ? [gap("nginx configuration", nginx.reason)] : []),
    ...(apache.kind === "found" ? apache.value.gaps.map(gapOf("Apache")) : []),
    ...(apache.kind === "blocked" ? [gap("Apache configuration", apache.reason)] : []),
  ];
}

/** Audits tell by the name what hides a site: see `unread-sites.ts`. */
function gapOf(server: string): (each: Gap) => Gap {
  return (each) => ({ ...each, what: `${server} ${each.what}` });
}
