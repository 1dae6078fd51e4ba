import { posix } from "node:path";
import { type FileBase, type Scope, branchOf } from "./location.ts";
import type { NginxDirective } from "./parse-nginx.ts";
import type { LinkView } from "../web-server/link-view.ts";
import { realOf, underRoot } from "../web-server/under-root.ts";
import { reverse } from "../web-server/reverse.ts";

/** URIs under which `file` might be asked for, from every root and alias of a server. */
export function candidateUris(server: Scope, file: string, links: LinkView): readonly string[] {
  const uris = allScopes(server).flatMap(({ base }) => fromBase(base, file, links));
  return [...new Set(uris)].filter((uri) => uri.startsWith("/") && !uri.includes("//"));
}

/** An alias under an expression that may give the file, for requests that nobody can name. */
export function unclearAlias(server: Scope, file: string): string | undefined {
  for (const { base } of allScopes(server)) {
    if (base?.kind !== "alias" || base.of.kind !== "regex") continue;
    if (reverse(base.of.source, base.path, file).kind === "unclear") return base.of.source;
  }
  return undefined;
}

function fromBase(base: FileBase | undefined, file: string, links: LinkView): readonly string[] {
  if (base?.kind === "alias" && base.of.kind === "regex") {
    return fromCapture(base.of.source, base.path, file);
  }
  if (base === undefined || base.path.includes("$") || !base.path.startsWith("/")) {
    return suffixes(file);
  }
  if (base.kind === "root") return underRoot(base.path, file, links);
  const { of, path } = base;
  if (of.kind !== "exact" && of.kind !== "prefix") return [];
  const slash = path.endsWith("/") && !of.path.endsWith("/") ? "/" : "";
  const found = [path, realOf(path, links)]
    .filter((each) => file.startsWith(each))
    .map((each) => of.path + slash + file.slice(each.length));
  // `location /static { alias /srv/static/; }`: `/static../.env` climbs one folder up.
  // https://github.com/yandex/gixy/blob/master/docs/en/plugins/aliastraversal.md
  if (path.endsWith("/") && !of.path.endsWith("/") && of.kind === "prefix") {
    const above = `${posix.dirname(path)}/`.replace("//", "/");
    if (file.startsWith(above)) found.push(`${of.path}../${file.slice(above.length)}`);
  }
  return found;
}

function fromCapture(source: string, alias: string, file: string): string[] {
  const reversed = reverse(source, alias, file);
  return reversed.kind === "uri" ? [reversed.uri] : [];
}

/** `/c`, `/b/c`, `/a/b/c`: under a root with variables any of them may be the URI. */
function suffixes(file: string): string[] {
  const parts = file.split("/").slice(1);
  return parts.map((_, index) => `/${parts.slice(index).join("/")}`).toReversed();
}

/** A scope with all scopes inside it, and what the `if` blocks of locations make of them. */
export function allScopes(scope: Scope): readonly Scope[] {
  const isServer = scope.match.kind === "server";
  const branches = isServer
    ? []
    : scope.own
        .filter(({ name }) => name === "if" || name === "limit_except")
        .map((each) => branchOf(scope, each));
  return [scope, ...branches, ...scope.locations.flatMap(allScopes)];
}

/** All directives, those inside blocks included. */
export function deep(directives: readonly NginxDirective[]): readonly NginxDirective[] {
  return directives.flatMap((each) => [each, ...deep(each.block ?? [])]);
}
