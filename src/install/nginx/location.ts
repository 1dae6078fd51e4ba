import { type ErrorPage, errorPagesIn } from "./error-page.ts";
import type { NginxDirective } from "./parse-nginx.ts";
import { type Pcre, parsePcre } from "../web-server/pcre.ts";

export type LocationMatch =
  | { readonly kind: "server" }
  | { readonly kind: "exact"; readonly path: string }
  | { readonly kind: "prefix"; readonly path: string; readonly noRegex: boolean }
  | { readonly kind: "regex"; readonly regex: Pcre | undefined; readonly source: string }
  | { readonly kind: "named"; readonly name: string };

/** Where files come from: `root` puts the whole URI behind, `alias` what is left of it. */
export type FileBase =
  | { readonly kind: "root"; readonly path: string }
  | { readonly kind: "alias"; readonly path: string; readonly of: LocationMatch };

/** A server or location with what it inherits filled in. */
export interface Scope {
  readonly match: LocationMatch;
  /** Its own directives. */
  readonly own: readonly NginxDirective[];
  readonly base: FileBase | undefined;
  /** `allow` and `deny` in force, in order. */
  readonly access: readonly NginxDirective[];
  readonly auth: "none" | "basic" | "request";
  readonly satisfyAny: boolean;
  readonly internal: boolean;
  readonly tryFiles: readonly string[] | undefined;
  /** Names that are looked for in a folder. */
  readonly index: readonly string[];
  /** `proxy_pass` and the like: whatever is sent, it is not the file as it lies there. */
  readonly handler: NginxDirective | undefined;
  /** It decides about access or makes the content. */
  readonly program: NginxDirective | undefined;
  readonly errorPages: readonly ErrorPage[];
  /** What a program behind answers with counts as an error of the server itself. */
  readonly intercepts: boolean;
  /** An error on the way to an error page has a page too. */
  readonly recursive: boolean;
  readonly locations: readonly Scope[];
}

type Inherited = Omit<Scope, "match" | "own" | "locations">;

const handlers =
  /^((proxy|fastcgi|uwsgi|scgi|grpc|memcached|drizzle|postgres|redis2)_pass|stub_status|empty_gif|api|status|dav_methods_only)$/;
const programs =
  /^((content|access)_by_lua(_block|_file)?|js_content|js_access|perl|python_content)$/;

const nothing: Inherited = {
  base: undefined,
  access: [],
  auth: "none",
  satisfyAny: false,
  internal: false,
  tryFiles: undefined,
  index: ["index.html"],
  handler: undefined,
  program: undefined,
  errorPages: [],
  intercepts: false,
  recursive: false,
};

/** What the surrounding `http` block hands down. */
export function inheritedFrom(directives: readonly NginxDirective[]): Inherited {
  return inherit(nothing, directives, { kind: "server" });
}

/** The scope of a `server` or `location` block, its nested locations included. */
export function scopeOf(
  directives: readonly NginxDirective[],
  match: LocationMatch,
  outer: Inherited,
): Scope {
  const inherited = inherit(outer, directives, match);
  const locations = directives
    .filter(({ name, block }) => name === "location" && block !== undefined)
    .map((each) => scopeOf(each.block ?? [], locationMatch(each.args), inherited));
  return { match, own: directives, ...inherited, locations };
}

/** What is in force once an `if` of a location is taken: its handler stays, `try_files` does not. */
export function branchOf(outer: Scope, { block = [] }: NginxDirective): Scope {
  const inherited = inherit(outer, block, outer.match);
  const { handler, program } = inherited;
  return {
    match: outer.match,
    own: block,
    ...inherited,
    internal: outer.internal,
    handler: handler ?? outer.handler,
    program: program ?? outer.program,
    locations: [],
  };
}

function inherit(
  outer: Inherited,
  directives: readonly NginxDirective[],
  match: LocationMatch,
): Inherited {
  const last = (name: string) => directives.findLast((each) => each.name === name)?.args;
  const access = directives.filter(({ name }) => name === "allow" || name === "deny");
  const satisfy = last("satisfy")?.[0];
  const index = directives.filter(({ name }) => name === "index").flatMap(({ args }) => args);
  const pages = errorPagesIn(directives);
  const recursive = last("recursive_error_pages")?.[0];
  const intercepts = directives.findLast(({ name }) => name.endsWith("_intercept_errors"))?.args[0];
  return {
    base: ownBase(last("root")?.[0], last("alias")?.[0], match) ?? outer.base,
    access: access.length > 0 ? access : outer.access,
    auth: ownAuth(last("auth_basic")?.[0], last("auth_request")?.[0]) ?? outer.auth,
    satisfyAny: satisfy === undefined ? outer.satisfyAny : satisfy === "any",
    internal: outer.internal || last("internal") !== undefined,
    // Not inherited: it belongs to its own block.
    tryFiles: last("try_files"),
    index: index.length > 0 ? index : outer.index,
    handler: directives.find(({ name }) => handlers.test(name)),
    program: directives.find(({ name }) => programs.test(name)),
    errorPages: pages.length > 0 ? pages : outer.errorPages,
    intercepts: intercepts === undefined ? outer.intercepts : intercepts === "on",
    recursive: recursive === undefined ? outer.recursive : recursive === "on",
  };
}

function ownBase(
  root: string | undefined,
  alias: string | undefined,
  match: LocationMatch,
): FileBase | undefined {
  if (alias !== undefined) return { kind: "alias", path: alias, of: match };
  return root === undefined ? undefined : { kind: "root", path: root };
}

function ownAuth(basic: string | undefined, request: string | undefined) {
  if (request !== undefined && request !== "off") return "request";
  if (basic !== undefined) return basic === "off" ? "none" : "basic";
  return request === "off" ? "none" : undefined;
}

function locationMatch(args: readonly string[]): LocationMatch {
  const [first = "", second] = args;
  if (second !== undefined) return modified(first, second);
  if (first.startsWith("@")) return { kind: "named", name: first };
  // The modifier may be written without a space: `=/x`, `~\.php$`.
  const glued = /^(=|\^~|~\*|~)(.*)$/s.exec(first);
  if (glued) return modified(glued[1] ?? "", glued[2] ?? "");
  return { kind: "prefix", path: first, noRegex: false };
}

function modified(modifier: string, path: string): LocationMatch {
  switch (modifier) {
    case "=":
      return { kind: "exact", path };
    case "^~":
      return { kind: "prefix", path, noRegex: true };
    case "~":
    case "~*":
      return { kind: "regex", regex: parsePcre(path, modifier === "~*"), source: path };
    default:
      return { kind: "regex", regex: undefined, source: path };
  }
}

/** The location that answers `uri`; `undecided` when an expression could not be read. */
export function findLocation(scope: Scope, uri: string): Scope | "undecided" {
  return search(scope, uri)?.scope ?? scope;
}

interface Hit {
  readonly scope: Scope | "undecided";
  /** Nothing of the outer levels can change it any more. */
  readonly final: boolean;
}

/**
 * nginx's order: exact, else the longest prefix with its nested locations, then (unless `^~`) the
 * expressions in file order. https://nginx.org/en/docs/http/ngx_http_core_module.html#location
 */
function search(scope: Scope, uri: string): Hit | undefined {
  const exact = scope.locations.find(({ match }) => match.kind === "exact" && match.path === uri);
  if (exact) return { scope: exact, final: true };
  const prefix = longestPrefix(scope.locations, uri);
  const inner = prefix ? search(prefix, uri) : undefined;
  if (inner?.final) return inner;
  const inPrefix: Hit | undefined = inner ?? (prefix && { scope: prefix, final: false });
  if (prefix?.match.kind === "prefix" && prefix.match.noRegex) return inPrefix;
  for (const location of scope.locations) {
    if (location.match.kind !== "regex") continue;
    const groups = location.match.regex?.match(uri) ?? "undecided";
    if (groups === "undecided") return { scope: "undecided", final: true };
    if (groups === "none") continue;
    return { scope: search(location, uri)?.scope ?? location, final: true };
  }
  return inPrefix;
}

function longestPrefix(locations: readonly Scope[], uri: string): Scope | undefined {
  let best: Scope | undefined;
  let length = -1;
  for (const scope of locations) {
    const { match } = scope;
    if (match.kind !== "prefix" || !uri.startsWith(match.path)) continue;
    if (match.path.length > length) [best, length] = [scope, match.path.length];
  }
  return best;
}
