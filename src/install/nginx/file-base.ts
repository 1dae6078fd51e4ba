import { posix } from "node:path";
import { type Pcre, bounded } from "../web-server/pcre.ts";
import type { FileBase } from "./location.ts";

/** nginx's `prefix`, which a relative root counts from, as packages build it. */
const prefixes = ["/usr/share/nginx", "/etc/nginx", "/usr/local/nginx", "/var/lib/nginx"];

/** A path that nginx would open, or, where variables stand in it, a pattern of such paths. */
export type OpenedPath =
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "pattern"; readonly pattern: Pcre };

/** What a request for `uri` opens under a base; nginx's default root is `html`. */
export function openedPath(base: FileBase | undefined, uri: string): OpenedPath {
  if (base?.kind === "alias") return aliased(base, uri);
  const root = (base?.path ?? "html").replace(/\/+$/, "");
  return expand(root.startsWith("/") || root.startsWith("$") ? root : `$prefix/${root}`, uri);
}

function aliased(base: Extract<FileBase, { kind: "alias" }>, uri: string): OpenedPath {
  const { of, path } = base;
  if (of.kind === "exact" || of.kind === "prefix") return expand(path, uri.slice(of.path.length));
  const matched = of.kind === "regex" ? of.regex?.match(uri) : undefined;
  const groups = typeof matched === "object" ? matched : undefined;
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
  // An empty variable leaves two slashes, which count as one.
  const loose = `${source}${literal(rest)}`.replaceAll(/\\\/(?=\.\*)|(?<=\.\*)\\\//g, "/*");
  return { kind: "pattern", pattern: bounded(new RegExp(`^${loose}$`, "s")) };
}

function variable(name: string): string {
  return name === "$prefix" ? `(?:${prefixes.map((each) => literal(each)).join("|")})` : ".*";
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
