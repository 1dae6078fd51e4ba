import { type Look, absent, blocked, found } from "../../core/look.ts";
import type { Answer } from "../web-server/answer.ts";
import { encodeUri } from "../web-server/encode-uri.ts";
import type { LinkView } from "../web-server/link-view.ts";
import { spellingsOf } from "../web-server/spellings.ts";
import { countSteps } from "../web-server/steps.ts";
import { candidateUris, deep, unclearAlias } from "./candidates.ts";
import { unreadInclude } from "./load-nginx.ts";
import type { Scope } from "./location.ts";
import type { NginxDirective } from "./parse-nginx.ts";
import { inLocation, inScope, named, serve } from "./serve.ts";
import type { Request, Serving } from "./serving.ts";
import { type UnclearWay, fixedWays, indexedFolders, waysTo } from "./ways.ts";

const mostCandidates = 500;

export interface Asked {
  readonly scope: Scope;
  /** Directives of `http` and of the server. */
  readonly around: readonly NginxDirective[];
  readonly slashes: "merged" | "kept";
}

/** Under which address the file is served, if it is. */
export function urlOf(
  { scope: server, around, slashes }: Asked,
  file: string,
  links: LinkView,
): Look<string> {
  const general = generalDoubt(around);
  let doubt = general;
  const direct = candidateUris(server, file, links);
  const serving: Serving = {
    server,
    scheme: schemeOf(server),
    local: localOf(server, around),
    file,
    isFile: (path: string) => path === file || links.real(path) === file,
    kindOf: (path) => links.kindOf(path.replace(/(.)\/+$/, "$1")),
    targets: direct,
    redirects: { serve, named },
  };
  const fixed = fixedWays(server, (path) => serving.isFile(path));
  const first = waysTo(server, direct);
  const second = waysTo(server, first.uris);
  const candidates = [
    ...new Set([
      ...direct,
      ...fixed,
      ...indexedFolders(server, direct),
      ...first.uris,
      ...second.uris,
    ]),
  ];
  if (candidates.length > mostCandidates) doubt ??= "too many addresses may lead to it";
  for (const candidate of candidates.slice(0, mostCandidates)) {
    // Names of a dot or two are taken out before anything looks at the address.
    if (!candidate.startsWith("/") || /\/\.{1,2}(\/|$)/.test(candidate)) continue;
    for (const { raw, uri } of spellingsOf(candidate, { slashes })) {
      const answer = serve(serving, newRequest({ uri, raw }));
      if (answer.kind === "file" && general === undefined) return found(raw);
      if (answer.kind === "undecided") doubt ??= answer.why;
    }
  }
  const alias = unclearAlias(server, file);
  if (alias !== undefined) doubt ??= `alias of location ${alias}: its requests cannot be told`;
  for (const way of [...first.unclear, ...second.unclear]) {
    if (doubt !== undefined || ending(serving, way).kind === "nothing") continue;
    doubt = `${way.by.file}:${way.by.line}: ${way.by.name}: its requests cannot be told`;
  }
  return doubt === undefined ? absent : blocked("parse", doubt);
}

function newRequest(asked: Pick<Request, "uri" | "raw"> & Partial<Request>): Request {
  return { internal: false, hops: 0, failed: false, steps: countSteps(), ...asked };
}

/** What comes of a request behind the directive that made its address. */
function ending(serving: Serving, { uri, scope, by }: UnclearWay): Answer {
  const request = newRequest({ uri, raw: encodeUri(uri), internal: true });
  const isServer = scope.match.kind === "server";
  if (by.name === "error_page") return serve(serving, { ...request, failed: !scope.recursive });
  if (by.name === "try_files" && by.args.at(-1)?.split("?")[0] === uri) {
    return serve(serving, request);
  }
  if (by.name === "rewrite" && (isServer || by.args[2] !== "break")) {
    return inLocation(serving, request);
  }
  return inScope(serving, { scope: { ...scope, tryFiles: undefined }, groups: undefined }, request);
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
