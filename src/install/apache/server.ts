import { posix } from "node:path";
import type { ApacheDirective } from "./load-apache.ts";
import { isLocalOnly } from "./virtual-hosts.ts";
import { type PathMatch, pathMatch, wildcards } from "./path-match.ts";

/** A section with what it is about. */
export interface Section {
  readonly match: PathMatch;
  readonly directives: readonly ApacheDirective[];
}

/** The main server or a virtual host, with what the main server hands down. */
export interface ApacheServer {
  /** Server level, the outer one first. */
  readonly levels: readonly (readonly ApacheDirective[])[];
  readonly documentRoot: string | undefined;
  /** It speaks TLS itself. */
  readonly isSecure: boolean;
  /** Whoever asks comes from this machine, through a proxy say. */
  readonly isLocalOnly: boolean;
  /** Undefined: several, or not told. */
  readonly port: string | undefined;
  /** `<Directory>` without expressions. */
  readonly directories: readonly Section[];
  /** `<DirectoryMatch>`, and `<Directory ~>`. */
  readonly directoryMatches: readonly Section[];
  readonly locations: readonly Section[];
}

/**
 * @param levels directives of the main server, then those of the virtual host.
 * @param ports where it answers.
 */
export function serverOf(
  levels: readonly (readonly ApacheDirective[])[],
  serverRoot: string,
  ports: readonly string[],
): ApacheServer {
  const all = levels.flat();
  const folders = sectionsOf(all, "directory").map(withSlash);
  const root = all.findLast(({ name }) => name === "documentroot")?.args[0];
  const secure = all.findLast(({ name }) => name === "sslengine")?.args[0]?.toLowerCase();
  return {
    levels,
    isSecure: secure === "on",
    isLocalOnly: isLocalOnly(all, ports),
    port: new Set(ports).size === 1 && ports[0] !== "*" ? ports[0] : undefined,
    documentRoot: root === undefined ? undefined : absolute(root, serverRoot),
    directories: folders.filter(({ match }) => match.kind !== "regex"),
    directoryMatches: folders.filter(({ match }) => match.kind === "regex"),
    locations: sectionsOf(all, "location"),
  };
}

export function sectionsOf(
  directives: readonly ApacheDirective[],
  name: "directory" | "files" | "location",
): readonly Section[] {
  return directives
    .filter((each) => each.block && (each.name === name || each.name === `${name}match`))
    .map(({ name: own, args, block = [] }) => ({
      match: pathMatch(args, own.endsWith("match")),
      directives: block,
    }));
}

export function absolute(path: string, serverRoot: string): string {
  const full = path.startsWith("/") || path.startsWith("$") ? path : `${serverRoot}/${path}`;
  return posix.normalize(full).replace(/(.)\/+$/, "$1");
}

/** Folders are compared with a slash at their end. */
function withSlash({ match, directives }: Section): Section {
  if (match.kind === "regex") return { match, directives };
  const path = `${match.path}/`.replaceAll(/\/{2,}/g, "/");
  if (match.kind === "plain") return { match: { kind: "plain", path }, directives };
  return { match: { kind: "glob", path, pattern: wildcards(path) }, directives };
}
