import { isInside, joinPath } from "../core/text/path-text.ts";
import type { WebSite } from "../core/install/install.ts";
import type { HostView } from "./host/host-view.ts";
import type { CrontabFile } from "./cron/load-crontabs.ts";
import type { ApacheSite } from "./apache/web-sites.ts";
import type { NginxSite } from "./nginx/web-sites.ts";
import type { PhpPool } from "./php-fpm/parse-pool.ts";
import type { ServiceUnit } from "./systemd/load-units.ts";
import { absolutePathsOf } from "./systemd/unit-paths.ts";

/** The parts of the host that serve one install. */
export interface Belongings {
  readonly units: readonly ServiceUnit[];
  readonly pools: readonly PhpPool[];
  readonly sites: readonly NginxSite[];
  readonly apacheSites: readonly ApacheSite[];
  readonly crontabs: readonly CrontabFile[];
}

/**
 * What of the host works with `root`, be it named through links (`real` resolves them): units and crontabs that name a path in it, sites that reach
 * into it or carry one of its host names, pools behind those sites or set up for it.
 */
export function belongingsOf(
  view: HostView,
  root: string,
  real: (path: string) => string,
  hostNames: readonly string[] = [],
): Belongings {
  const inRoot = (path: string) => isInside(root, path) || isInside(root, real(path));
  const names = (text: string) =>
    mentions(text, root) || pathsIn(text).some((path) => isInside(root, real(path)));
  const nginx = view.nginx();
  const apache = view.apache();
  const serves = (site: WebSite) => reaches(site, root, hostNames);
  const sites = nginx.kind === "found" ? nginx.value.sites.filter(serves) : [];
  const apacheSites = apache.kind === "found" ? apache.value.sites.filter(serves) : [];
  const upstreams = [...sites, ...apacheSites].flatMap((site) => site.upstreams);
  const sockets = new Set(upstreams.map(socketName));
  const pools = view
    .pools()
    .pools.filter(
      ({ listen, chdir }) =>
        (chdir !== undefined && inRoot(chdir)) ||
        (listen !== undefined && sockets.has(socketName(listen))),
    );
  return {
    units: view
      .units()
      .units.filter(
        (unit) =>
          absolutePathsOf(unit).some(({ path }) => inRoot(path)) || unit.commands.some(names),
      ),
    pools,
    sites,
    apacheSites,
    crontabs: view.crontabs().crontabs.filter(({ commands }) => commands.some(names)),
  };
}

/** Whether a path in or at the root is named; `/srv/shop` is not mentioned by `/srv/shop2`. */
export function mentions(text: string, root: string): boolean {
  for (let at = text.indexOf(root); at >= 0; at = text.indexOf(root, at + 1)) {
    const before = at === 0 ? "" : text.charAt(at - 1);
    if (!/[\w.-]/.test(before) && !/[\w.-]/.test(text.charAt(at + root.length))) return true;
  }
  return false;
}

/** Absolute paths in a command; `/srv/current/artisan` may lead into the root through a link. */
function pathsIn(text: string): readonly string[] {
  return (text.match(/\/[^\s'"`;|&<>()=,:]+/g) ?? []).slice(0, 100);
}

function reaches(site: WebSite, root: string, hostNames: readonly string[]): boolean {
  return (
    site.roots.some((each) => isInside(root, each) || isInside(each, root)) ||
    site.serverNames.some((name) => hostNames.includes(name.toLowerCase())) ||
    site.urlOf(joinPath(root, ".env")).kind !== "absent"
  );
}

/** `unix:/run/php/x.sock` and `/run/php/x.sock` name the same socket, also under `/var/run`. */
function socketName(text: string): string {
  return text.replace(/^unix:/, "").replace(/^\/var\/run\//, "/run/");
}
