import { type Gap, type Look, type Reason, absent, found, gap } from "../../core/look.ts";
import { once } from "../../core/once.ts";
import type { RunningProcess } from "../../core/ports/running-process.ts";
import { type ApacheView, readApache } from "../apache/read-apache.ts";
import { type LoadedCrontabs, loadCrontabs } from "../cron/load-crontabs.ts";
import { expandGlob, isGlob } from "../glob.ts";
import { createLinkView } from "../web-server/link-view.ts";
import { loadNginx } from "../nginx/load-nginx.ts";
import type { NginxDirective } from "../nginx/parse-nginx.ts";
import { type NginxSite, webSites } from "../nginx/web-sites.ts";
import { type LoadedPools, loadPools } from "../php-fpm/load-pools.ts";
import { type LoadedUnits, loadUnits } from "../systemd/load-units.ts";
import { parentOf } from "../../core/text/path-text.ts";
import type { DiscoveryPorts } from "./discovery-ports.ts";

export interface NginxView {
  readonly sites: readonly NginxSite[];
  /** All directives of all main files, for `env` and the main error log. */
  readonly directives: readonly NginxDirective[];
  readonly gaps: readonly Gap[];
}

/** What this host runs; each part is read once, when first asked for. */
export interface HostView {
  units(): LoadedUnits;
  pools(): LoadedPools;
  crontabs(): LoadedCrontabs;
  nginx(): Look<NginxView>;
  apache(): Look<ApacheView>;
  processes(): Look<readonly RunningProcess[]>;
}

const nginxMainFile = "/etc/nginx/nginx.conf";

/** @param nginxFiles main files that guard.yaml names (globs); default: the usual one, if it is there. */
export function createHostView(
  { host, processes }: Pick<DiscoveryPorts, "host" | "processes">,
  nginxFiles?: readonly string[],
): HostView {
  return {
    units: once(() => loadUnits(host)),
    pools: once(() => loadPools(host)),
    crontabs: once(() => loadCrontabs(host)),
    nginx: once(() =>
      nginxFiles ? readNginx(host, nginxFiles, notThere) : readNginx(host, [nginxMainFile]),
    ),
    apache: once(() => readApache(host)),
    processes: once(() => processes()),
  };
}

const notThere: Reason = { code: "io", text: "the file that guard.yaml names is not there" };

/** @param missing what a name without wildcard stands for that leads to nothing. */
function readNginx(
  host: DiscoveryPorts["host"],
  patterns: readonly string[],
  missing?: Reason,
): Look<NginxView> {
  const links = createLinkView(host);
  const directives: NginxDirective[] = [];
  const sites: NginxSite[] = [];
  const gaps: Gap[] = [];
  let any = false;
  for (const pattern of patterns) {
    const expanded = expandGlob(host, pattern);
    gaps.push(...expanded.gaps);
    if (missing && expanded.paths.length === 0 && !isGlob(pattern)) {
      gaps.push(gap(pattern, missing));
    }
    for (const path of expanded.paths) {
      const loaded = loadNginx(host, path);
      if (loaded.kind === "blocked") return loaded;
      if (loaded.kind === "absent") continue;
      any = true;
      directives.push(...loaded.value.directives);
      sites.push(...webSites(loaded.value.directives, links, parentOf(path)));
      gaps.push(...loaded.value.gaps);
    }
  }
  if (any) return found({ sites, directives, gaps });
  const [hidden] = gaps;
  return hidden ? { kind: "blocked", reason: hidden.reason } : absent;
}
