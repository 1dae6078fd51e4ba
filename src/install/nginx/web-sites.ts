import type { WebSite } from "../../core/install/install.ts";
import type { LinkView } from "../web-server/link-view.ts";
import { allScopes, deep } from "./candidates.ts";
import { type Scope, inheritedFrom, scopeOf } from "./location.ts";
import type { NginxDirective } from "./parse-nginx.ts";
import { keepsSlashes } from "./merge-slashes.ts";
import { reachedServers } from "./reached-servers.ts";
import { siteTls } from "./site-tls.ts";
import { urlOf } from "./url-of.ts";

/** A `server` block, seen as a site and as the directives it is made of. */
export interface NginxSite extends WebSite {
  readonly directives: readonly NginxDirective[];
  /** Directives of the surrounding `http` block. */
  readonly outer: readonly NginxDirective[];
  readonly ssl: boolean;
  /** Targets of `fastcgi_pass` and its kin, `unix:/run/php/php8.2-fpm.sock`. */
  readonly upstreams: readonly string[];
}

/**
 * Every `server` of a configuration that a request can reach, in file order; a fragment without `http` will do.
 *
 * @param folder of the main file.
 */
export function webSites(
  directives: readonly NginxDirective[],
  links: LinkView,
  folder = "/etc/nginx",
): readonly NginxSite[] {
  const contexts = [directives, ...blocksOf(directives, "http")];
  return contexts.flatMap((outer) => {
    const servers = outer.filter(({ name, block }) => name === "server" && block !== undefined);
    return reachedServers(servers).map((server) =>
      siteOf(server, { outer, servers, links, folder }),
    );
  });
}

interface Surroundings {
  readonly outer: readonly NginxDirective[];
  /** All of the same `http`. */
  readonly servers: readonly NginxDirective[];
  readonly links: LinkView;
  readonly folder: string;
}

function siteOf(
  server: NginxDirective,
  { outer, servers, links, folder }: Surroundings,
): NginxSite {
  const own = server.block ?? [];
  const slashes = keepsSlashes(server, servers, outer) ? "kept" : "merged";
  const levelsOf = (each: NginxDirective) => ({
    server: each,
    own: each.block ?? [],
    outer,
    folder,
  });
  const scope = scopeOf(own, { kind: "server" }, inheritedFrom(outer));
  const argumentsOf = (name: string) => own.filter((each) => each.name === name);
  return {
    server: "nginx",
    label: `${shortName(server.file)}:${server.line}`,
    file: server.file,
    line: server.line,
    serverNames: argumentsOf("server_name")
      .flatMap(({ args }) => args)
      .filter((name) => name !== "" && name !== "_"),
    roots: [...new Set(constantRoots(scope).map((root) => links.real(root)))],
    ssl: argumentsOf("listen").some(({ args }) => args.includes("ssl")),
    upstreams: deep(own)
      .filter(({ name }) => name.endsWith("_pass"))
      .flatMap(({ args }) => args.slice(0, 1)),
    directives: own,
    outer,
    tls: () => siteTls(levelsOf(server), () => servers.map(levelsOf)),
    urlOf: (file) => urlOf({ scope, around: [...outer, ...own], slashes }, file, links),
  };
}

/** `nginx/shop.conf`: the last folder and the name, without `sites-enabled` and the like. */
function shortName(file: string): string {
  return `nginx/${file.slice(file.lastIndexOf("/") + 1)}`;
}

function constantRoots(server: Scope): string[] {
  return allScopes(server)
    .map(({ base }) => base?.path ?? "")
    .filter((path) => path.startsWith("/") && !path.includes("$"))
    .map((path) => path.replace(/(.)\/+$/, "$1"));
}

function blocksOf(directives: readonly NginxDirective[], name: string) {
  return directives.filter((each) => each.name === name).map(({ block }) => block ?? []);
}
