import { parsePcre } from "../web-server/pcre.ts";
import type { ApacheDirective } from "./load-apache.ts";
import type { ApacheServer } from "./server.ts";
import { absolute } from "./server.ts";

/** Where a request goes before there is a file. */
export type Mapped =
  | {
      readonly kind: "path";
      readonly path: string;
      readonly isScript: boolean;
      /** The prefix that was taken off, and the folder put in its place. */
      readonly alias?: { readonly prefix: string; readonly folder: string };
    }
  /** Redirected, or handed to another server. */
  | { readonly kind: "elsewhere" }
  | { readonly kind: "undecided"; readonly why: string };

/** The virtual host's own lines are tried before those of the main server. */
export function mappings(server: ApacheServer, pattern: RegExp): readonly ApacheDirective[] {
  return server.levels
    .toReversed()
    .flatMap((level) => level.filter(({ name }) => pattern.test(name)));
}

/** What mod_proxy and mod_alias make of a decoded address, else the document root. */
export function mapUri(server: ApacheServer, uri: string, serverRoot: string): Mapped {
  const proxied = proxyOf(server, uri);
  if (proxied) return proxied;
  for (const directive of mappings(server, /^redirect/)) {
    const truth = redirects(directive, uri);
    if (truth === "unknown") return unreadable(directive);
    if (truth) return { kind: "elsewhere" };
  }
  return pathOf(server, uri, serverRoot);
}

/** What aliases and the document root make of an address. */
export function pathOf(server: ApacheServer, uri: string, serverRoot: string): Mapped {
  for (const directive of mappings(server, /^(script)?alias(match)?$/)) {
    const target = aliasTarget(directive, uri);
    if (target === false) return unreadable(directive);
    if (target === undefined) continue;
    const path = absolute(target, serverRoot);
    const isScript = directive.name.startsWith("script");
    if (directive.name.endsWith("match")) return { kind: "path", path, isScript };
    const [prefix = "", folder = ""] = directive.args.map((each) => each.replace(/(.)\/+$/, "$1"));
    return { kind: "path", path, isScript, alias: { prefix, folder } };
  }
  const { documentRoot } = server;
  if (documentRoot === undefined) return { kind: "elsewhere" };
  return { kind: "path", path: absolute(documentRoot + uri, serverRoot), isScript: false };
}

/** ProxyPass in front of everything; `!` takes an address out again. */
function proxyOf(server: ApacheServer, uri: string): Mapped | undefined {
  const own = server.levels.flatMap((level) =>
    level.filter(({ name }) => /^proxypass(match)?$/.test(name)),
  );
  const inLocation = server.locations.flatMap(({ match, directives }) =>
    directives
      .filter(({ name }) => /^proxypass(match)?$/.test(name))
      .map((each) => ({ match, directive: each })),
  );
  for (const { match, directive } of inLocation.toReversed()) {
    const isRegex = match.kind === "regex";
    if (match.kind === "glob") return unreadable(directive);
    const groups = isRegex ? match.regex.match(uri) : undefined;
    if (groups === "undecided") return unreadable(directive);
    const hit = isRegex ? groups !== "none" : prefixLength(match.path, uri) > 0;
    if (hit) return directive.args[0] === "!" ? undefined : { kind: "elsewhere" };
  }
  for (const directive of own) {
    const [from = "", to] = directive.args;
    const isRegex = directive.name === "proxypassmatch";
    const groups = isRegex ? parsePcre(from, false).match(uri) : undefined;
    if (groups === "undecided") return unreadable(directive);
    const hit = isRegex ? groups !== "none" : prefixLength(from, uri) > 0;
    if (hit) return to === "!" ? undefined : { kind: "elsewhere" };
  }
  return undefined;
}

/** Whether a Redirect of the server or of a folder takes the address. */
export function redirects({ name, args }: ApacheDirective, uri: string): boolean | "unknown" {
  const isStatus = (text: string) => /^(permanent|temp|seeother|gone|\d{3})$/i.test(text);
  const rest =
    name === "redirectmatch" || name === "redirect"
      ? isStatus(args[0] ?? "")
        ? args.slice(1)
        : args
      : args;
  const from = rest[0] ?? "";
  if (name !== "redirectmatch")
    return from.startsWith("/") ? prefixLength(from, uri) > 0 : "unknown";
  const groups = parsePcre(from, false).match(uri);
  return groups === "undecided" ? "unknown" : groups !== "none";
}

/** False: cannot be read. */
function aliasTarget({ name, args }: ApacheDirective, uri: string): string | false | undefined {
  const [from = "", to = ""] = args;
  if (to === "") return false;
  if (!name.endsWith("match")) {
    const length = prefixLength(from, uri);
    return length > 0 ? to + uri.slice(length) : undefined;
  }
  const groups = parsePcre(from, false).match(uri);
  if (groups === "undecided") return false;
  if (groups === "none") return undefined;
  return to.replaceAll(/\$(\d)|\\(.)/g, (_, digit?: string, literal?: string) =>
    digit === undefined ? (literal ?? "") : (groups[Number(digit)] ?? ""),
  );
}

/** How much of the address a prefix takes, whole names only; 0 when it does not match. */
export function prefixLength(prefix: string, uri: string): number {
  let at = 0;
  for (let own = 0; own < prefix.length; own += 1) {
    if (prefix.charAt(own) === "/") {
      // Several slashes count as one.
      if (uri.charAt(at) !== "/") return 0;
      while (prefix.charAt(own + 1) === "/") own += 1;
      while (uri.charAt(at) === "/") at += 1;
      continue;
    }
    if (prefix.charAt(own) !== uri.charAt(at)) return 0;
    at += 1;
  }
  const isWhole = prefix.endsWith("/") || at === uri.length || uri.charAt(at) === "/";
  return isWhole ? at : 0;
}

function unreadable({ file, line, name }: ApacheDirective): Mapped {
  return { kind: "undecided", why: `${file}:${line}: ${name}: cannot be read` };
}
