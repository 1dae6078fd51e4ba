import { posix } from "node:path";
import { reverse } from "../web-server/reverse.ts";
import { allScopes } from "./candidates.ts";
import type { Scope } from "./location.ts";
import type { NginxDirective } from "./parse-nginx.ts";
import { sampleUris } from "./sample-uris.ts";

const wholeAddress =
  /\$(?:\{(?:document_uri|uri|request_uri|fastcgi_script_name)\}|(?:document_uri|uri|request_uri|fastcgi_script_name)\b)/g;

/** Requests that something makes one of the wanted addresses of. */
export interface Ways {
  readonly uris: readonly string[];
  /** Addresses that something in a scope leads to, for requests that cannot be told. */
  readonly unclear: readonly UnclearWay[];
}

export interface UnclearWay {
  readonly uri: string;
  readonly scope: Scope;
  readonly by: NginxDirective;
}

/** Rules, `try_files` and error pages turned round, one step back from each of the targets. */
export function waysTo(server: Scope, targets: readonly string[]): Ways {
  const uris = new Set<string>();
  const unclear: UnclearWay[] = [];
  const scopes = allScopes(server);
  for (const scope of scopes) {
    if (!isReached(scope, scopes)) continue;
    for (const by of rulesOf(scope)) {
      for (const [expression, template] of turnsOf(scope, by)) {
        for (const uri of targets) {
          const reversed = reverse(expression, template, uri);
          if (reversed.kind === "uri") uris.add(reversed.uri);
          if (reversed.kind === "unclear") {
            if (!isShownBySamples(scope, by)) unclear.push({ uri, scope, by });
            for (const sample of sampleUris(scope.match)) uris.add(sample);
          }
        }
      }
    }
  }
  for (const uri of targets) uris.delete(uri);
  return { uris: [...uris], unclear };
}

/** What the samples of a scope do not do, no request of it does. */
function isShownBySamples({ match }: Scope, { name }: NginxDirective): boolean {
  return match.kind === "exact" || (match.kind === "prefix" && name !== "rewrite");
}

/** Whether something names a named location. */
function isReached({ match }: Scope, scopes: readonly Scope[]): boolean {
  if (match.kind !== "named") return true;
  return scopes.some(({ tryFiles = [], errorPages }) =>
    [...tryFiles, ...errorPages.map(({ target }) => target)].includes(match.name),
  );
}

/**
 * Requests of locations whose `try_files` or `index` names the file by its place: below an alias, or
 * above the root.
 */
export function fixedWays(server: Scope, isFile: (path: string) => boolean): readonly string[] {
  return allScopes(server).flatMap(({ base, match, tryFiles = [], index }) => {
    if (!base || (base.kind === "alias" && base.of.kind === "regex")) return [];
    const isNamed = (name: string) => isFile(posix.normalize(`${base.path}/${name}`));
    const folder = match.kind === "exact" || match.kind === "prefix" ? match.path : "/";
    const below = base.kind === "root" ? folder : "";
    const isIndex = index.some((name) => isNamed(name.startsWith("/") ? name : below + name));
    return [...(tryFiles.some(isNamed) ? sampleUris(match) : []), ...(isIndex ? [folder] : [])];
  });
}

/** Folders of which an address is the index. */
export function indexedFolders(server: Scope, uris: readonly string[]): readonly string[] {
  const names = new Set(allScopes(server).flatMap(({ index }) => index));
  return uris
    .filter((uri) => names.has(posix.basename(uri)))
    .map((uri) => `${posix.dirname(uri)}/`.replace("//", "/"));
}

/** A server's `if` blocks are no scopes of their own. */
function rulesOf({ match, own }: Scope): readonly NginxDirective[] {
  // Behind a `return` no rule is reached, nor any `try_files`.
  const end = own.findIndex(({ name }) => name === "return");
  const reached = own.filter(
    ({ name }, index) => end === -1 || index < end || name === "error_page",
  );
  const rules = end === -1 ? reached : reached.filter(({ name }) => name !== "try_files");
  if (match.kind !== "server") return rules;
  return rules.flatMap((each) => (each.name === "if" ? (each.block ?? []) : [each]));
}

/** Expressions with what they make of a request. */
function turnsOf(
  { match }: Scope,
  { name, args }: NginxDirective,
): readonly (readonly [expression: string, template: string])[] {
  const [first = "", second = "", flag = ""] = args;
  if (name === "rewrite") {
    return /^(redirect|permanent)$/.test(flag) ? [] : [[first, second]];
  }
  const source = match.kind === "regex" ? match.source : "^(.*)$";
  const templates = name === "try_files" ? args : name === "error_page" ? args.slice(-1) : [];
  return templates
    .filter((each) => each.startsWith("/") || each.startsWith("$"))
    .map((each) => {
      // The whole address is the first group of an expression of our own.
      const whole = each.replaceAll(wholeAddress, "$$1");
      return whole === each ? [source, each] : ["^(.*)$", whole];
    });
}
