import type { WebSite } from "../../core/install/install.ts";
import { type Look, absent, blocked, found } from "../../core/look.ts";
import { encodeUri } from "../web-server/encode-uri.ts";
import type { LinkView } from "../web-server/link-view.ts";
import { spellingsOf } from "../web-server/spellings.ts";
import { countSteps } from "../web-server/steps.ts";
import { candidateUris, deep, rewrittenUris, triedUris, unclearAlias } from "./candidates.ts";
import { unreadInclude } from "./load-nginx.ts";
import { type Scope, inheritedFrom, scopeOf } from "./location.ts";
import type { NginxDirective } from "./parse-nginx.ts";
import { keepsSlashes } from "./merge-slashes.ts";
import { siteTls } from "./site-tls.ts";
import { type Serving, inLocation, serve } from "./serve.ts";

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
 * Every `server` of a configuration, in file order; a fragment without `http` will do.
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
    return servers.map((server) => siteOf(server, { outer, servers, links, folder }));
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

function constantRoots(scope: Scope): string[] {
  const { base } = scope;
  const own = base && !base.path.includes("$") && base.path.startsWith("/") ? [base.path] : [];
  return [
    ...own.map((path) => path.replace(/(.)\/+$/, "$1")),
    ...scope.locations.flatMap(constantRoots),
  ];
}

interface Asked {
  readonly scope: Scope;
  /** Directives of `http` and of the server. */
  readonly around: readonly NginxDirective[];
  readonly slashes: "merged" | "kept";
}

function urlOf(
  { scope: server, around, slashes }: Asked,
  file: string,
  links: LinkView,
): Look<string> {
  let doubt = generalDoubt(around);
  const serving: Serving = {
    server,
    scheme: schemeOf(server),
    local: localOf(server, around),
    file,
    isFile: (path) => path === file || links.real(path) === file,
    exists: (path) => links.isFile(path),
  };
  const direct = candidateUris(server, file, links);
  const rewritten = rewrittenUris(server, direct);
  for (const candidate of [...direct, ...triedUris(server, direct), ...rewritten.uris]) {
    for (const { raw, uri } of spellingsOf(candidate, { slashes })) {
      const answer = serve(serving, { uri, raw, internal: false, hops: 0, steps: countSteps() });
      if (answer.kind === "file" && doubt === undefined) return found(raw);
      if (answer.kind === "undecided") doubt ??= answer.why;
    }
  }
  const alias = unclearAlias(server, file);
  if (alias !== undefined) doubt ??= `alias of location ${alias}: its requests cannot be told`;
  for (const { uri, rule } of rewritten.unclear) {
    const request = { uri, raw: encodeUri(uri), internal: true, hops: 0, steps: countSteps() };
    const answer = inLocation(serving, request);
    if (answer.kind === "file") {
      doubt ??= `${rule.file}:${rule.line}: which requests it rewrites cannot be told`;
    }
  }
  return doubt === undefined ? absent : blocked("parse", doubt);
}

/** A server that listens on loopback only is reached through a proxy, whose address is seen. */
function localOf({ own }: Scope, around: readonly NginxDirective[]): RegExp | undefined {
  const listens = own.filter(({ name }) => name === "listen").map(({ args }) => args[0] ?? "");
  if (listens.length === 0 || around.some(({ name }) => name === "set_real_ip_from")) {
    return undefined;
  }
  if (listens.every((each) => each.startsWith("unix:"))) return /^unix:$/;
  const isLoopback = (each: string) => /^(127\.|\[::1\]|localhost:)/.test(each);
  return listens.every(isLoopback) ? /^(127\.0\.0\.[01](\/\d+)?|127\.0\.0\.0\/8|::1)$/ : undefined;
}

function schemeOf({ own }: Scope): string | undefined {
  const listens = own
    .filter(({ name }) => name === "listen")
    .map(({ args }) => args.includes("ssl"));
  if (listens.includes(true)) return listens.includes(false) ? undefined : "https";
  // `ssl on` is how old versions say it.
  return own.some(({ name, args }) => name === "ssl" && args[0] === "on") ? "https" : "http";
}

/** What makes every answer of a server uncertain. */
function generalDoubt(surroundings: readonly NginxDirective[]): string | undefined {
  const around = surroundings.filter(({ name }) => name !== "server");
  const unread = deep(around).find(({ name }) => name === unreadInclude);
  if (unread) return `${unread.file}:${unread.line}: ${unread.args[0] ?? ""} could not be read`;
  const program = around.find(({ name }) => /^(access|rewrite)_by_lua/.test(name));
  return program && `${program.file}:${program.line}: ${program.name} is a program`;
}

function blocksOf(directives: readonly NginxDirective[], name: string) {
  return directives.filter((each) => each.name === name).map(({ block }) => block ?? []);
}
