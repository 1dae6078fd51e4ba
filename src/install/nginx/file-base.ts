import { posix } from "node:path";
import type { FileBase, Scope } from "./location.ts";

/** nginx's `prefix`, which a relative root counts from, as packages build it. */
const prefixes = ["/usr/share/nginx", "/etc/nginx", "/usr/local/nginx", "/var/lib/nginx"];

/** A path that nginx would open, or, where variables stand in it, a pattern of such paths. */
export type OpenedPath =
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "pattern"; readonly pattern: RegExp };

/** What a request for `uri` opens under a base; nginx's default root is `html`. */
export function openedPath(base: FileBase | undefined, uri: string): OpenedPath {
  if (base?.kind === "alias") return aliased(base, uri);
  const root = (base?.path ?? "html").replace(/\/+$/, "");
  return expand(root.startsWith("/") || root.startsWith("$") ? root : `$prefix/${root}`, uri);
}

function aliased(base: Extract<FileBase, { kind: "alias" }>, uri: string): OpenedPath {
  const { of, path } = base;
  if (of.kind === "exact" || of.kind === "prefix") return expand(path, uri.slice(of.path.length));
  const groups = of.kind === "regex" ? of.regex?.exec(uri) : undefined;
  // Under an expression nginx takes the alias as it is, with the captures filled in.
  const filled = path.replaceAll(
    /\$(?:(\d)|\{?(\w+)\}?)/g,
    (whole, digit: string | undefined, name: string | undefined) => {
      const value = digit === undefined ? groups?.groups?.[name ?? ""] : groups?.[Number(digit)];
      return value ?? whole;
    },
  );
  return expand(filled, "");
}

function expand(folder: string, rest: string): OpenedPath {
  if (!folder.includes("$")) return { kind: "path", path: posix.normalize(folder + rest) };
  const source = folder
    .split(/(\$\{?\w+\}?)/)
    .map((part, index) => (index % 2 === 1 ? variable(part) : literal(part)))
    .join("");
  return { kind: "pattern", pattern: new RegExp(`^${source}${literal(rest)}$`, "s") };
}

function variable(name: string): string {
  return name === "$prefix" ? `(?:${prefixes.map((each) => literal(each)).join("|")})` : ".*";
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}

/** Links of the file system as far as they matter: real paths, and links inside a folder. */
export interface LinkView {
  real(path: string): string;
  /** Links within a web root and where they really lead. */
  linksIn(folder: string): readonly { readonly name: string; readonly target: string }[];
}

/** URIs under which `file` might be asked for, from every root and alias of a server. */
export function candidateUris(server: Scope, file: string, links: LinkView): readonly string[] {
  const uris = new Set<string>();
  const visit = (scope: Scope) => {
    for (const uri of fromBase(scope.base, file, links)) uris.add(uri);
    for (const location of scope.locations) visit(location);
  };
  visit(server);
  return [...uris];
}

function fromBase(base: FileBase | undefined, file: string, links: LinkView): readonly string[] {
  if (base === undefined || base.path.includes("$") || !base.path.startsWith("/")) {
    return suffixes(file);
  }
  if (base.kind === "root") return underRoot(base.path, file, links);
  const { of, path } = base;
  if (of.kind !== "exact" && of.kind !== "prefix")
    return [path === file ? "/" : "", ...suffixes(file)];
  const found = [path, realOf(path, links)]
    .filter((each) => file.startsWith(each))
    .map((each) => of.path + file.slice(each.length));
  // `location /static { alias /srv/static/; }`: `/static../.env` climbs one folder up.
  // https://github.com/yandex/gixy/blob/master/docs/en/plugins/aliastraversal.md
  if (path.endsWith("/") && !of.path.endsWith("/") && of.kind === "prefix") {
    const above = `${posix.dirname(path)}/`.replace("//", "/");
    if (file.startsWith(above)) found.push(`${of.path}../${file.slice(above.length)}`);
  }
  return found;
}

function underRoot(root: string, file: string, links: LinkView): string[] {
  const found: string[] = [];
  for (const folder of new Set([root, realOf(root, links)])) {
    const top = folder.endsWith("/") ? folder : `${folder}/`;
    if (file.startsWith(top)) found.push(`/${file.slice(top.length)}`);
  }
  for (const { name, target } of links.linksIn(root)) {
    if (file === target) found.push(`/${name}`);
    else if (file.startsWith(`${target}/`)) found.push(`/${name}${file.slice(target.length)}`);
  }
  return found;
}

function realOf(path: string, links: LinkView): string {
  const real = links.real(path);
  return path.endsWith("/") && !real.endsWith("/") ? `${real}/` : real;
}

/** `/c`, `/b/c`, `/a/b/c`: under a root with variables any of them may be the URI. */
function suffixes(file: string): string[] {
  const parts = file.split("/").slice(1);
  return parts.map((_, index) => `/${parts.slice(index).join("/")}`).toReversed();
}
