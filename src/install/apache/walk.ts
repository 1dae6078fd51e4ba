import { type FolderConfig, emptyConfig, merge } from "./folder-config.ts";
import { forbiddenIn } from "./override.ts";
import type { FileView } from "./file-view.ts";
import { type PathMatch, depthOf } from "./path-match.ts";
import type { ApacheServer, Section } from "./server.ts";

/** What a request comes to before access is judged. */
export type Walked =
  | { readonly kind: "config"; readonly config: FolderConfig }
  /** A link that may not be followed, or an access file that Apache refuses. */
  | { readonly kind: "refused" }
  | { readonly kind: "undecided"; readonly why: string };

export interface Asked {
  /** As Apache has it: links not resolved. */
  readonly path: string;
  /** Decoded. */
  readonly uri: string;
}

/**
 * Merges everything that is in force for one file, in the order of the server: folders from the
 * shallowest with their access files, expressions about folders, files, locations.
 * https://httpd.apache.org/docs/2.4/sections.html#merging
 */
export function walk(server: ApacheServer, { path, uri }: Asked, view: FileView): Walked {
  let config = server.levels.reduce(
    (base, level) => merge(base, level, { kind: "server" }),
    emptyConfig,
  );
  const accessNames = accessFileNames(server);
  for (const folder of foldersOf(path)) {
    const own = config;
    if (folder !== "/" && refusesLink(own, folder.slice(0, -1), view)) return { kind: "refused" };
    for (const { match, directives } of sectionsFor(server, folder)) {
      // Rules below a wildcard do not know their folder.
      const place = match.kind === "plain" ? ({ kind: "folder", path: folder } as const) : other;
      config = merge(config, directives, place);
    }
    const { override } = config;
    if (override.classes.size === 0) continue;
    for (const name of accessNames) {
      const loaded = view.accessFile(folder + name);
      if (loaded.kind === "blocked") {
        return { kind: "undecided", why: `${folder}${name}: ${loaded.reason.text}` };
      }
      if (loaded.kind === "absent") continue;
      const forbidden = forbiddenIn(loaded.value, override);
      if (forbidden && !override.nonfatal) return { kind: "refused" };
      if (forbidden)
        return { kind: "undecided", why: `${folder}${name}: AllowOverride is nonfatal` };
      config = merge(config, loaded.value, { kind: "folder", path: folder });
      // Only the first of the names is read.
      break;
    }
  }
  if (refusesLink(config, path, view)) return { kind: "refused" };
  // A section may name the file itself. Where links are followed Apache does not look whether the
  // last name is a folder and takes it for one; where it must look, it stops before.
  // https://github.com/apache/httpd/blob/2.4.x/server/request.c ("First optimization")
  if (config.options.followLinks && !config.options.ownLinks) {
    for (const { directives } of sectionsFor(server, `${path}/`)) {
      config = merge(config, directives, other);
    }
  }
  const name = path.slice(path.lastIndexOf("/") + 1);
  const matched = mergeMatching(config, server.directoryMatches, path);
  if (matched.kind !== "config") return matched;
  config = matched.config;
  // Sections about files that stand in sections about folders have come with them.
  for (let done = 0; done < config.files.length; done += 1) {
    const section = config.files[done];
    const merged = section ? mergeMatching(config, [section], name) : undefined;
    if (merged && merged.kind !== "config") return merged;
    if (merged) config = merged.config;
  }
  return mergeLocations(config, server.locations, uri);
}

const other = { kind: "other" } as const;

/** `<Directory>` sections of a folder, given with a slash at its end. */
function sectionsFor({ directories }: ApacheServer, folder: string): readonly Section[] {
  const depth = depthOf(folder);
  return directories.filter(
    ({ match }) =>
      match.kind !== "regex" && depthOf(match.path) === depth && matches(match, folder),
  );
}

function mergeMatching(
  config: FolderConfig,
  sections: readonly Section[],
  subject: string,
): Walked {
  let merged = config;
  for (const { match, directives } of sections) {
    const hit = matches(match, subject);
    if (hit === "undecided") return unreadable(match);
    if (hit) merged = merge(merged, directives, other);
  }
  return { kind: "config", config: merged };
}

function mergeLocations(config: FolderConfig, sections: readonly Section[], uri: string): Walked {
  let merged = config;
  const single = uri.replaceAll(/\/{2,}/g, "/");
  for (const { match, directives } of sections) {
    const hit = locationMatches(match, uri, single);
    if (hit === "undecided") return unreadable(match);
    if (hit) merged = merge(merged, directives, other);
  }
  return { kind: "config", config: merged };
}

type Hit = boolean | "undecided";

function locationMatches(match: PathMatch, uri: string, single: string): Hit {
  if (match.kind !== "plain") return matches(match, match.kind === "regex" ? uri : single);
  const { path } = match;
  if (!single.startsWith(path)) return false;
  const next = single.charAt(path.length);
  return path.endsWith("/") || next === "/" || next === "";
}

function matches(match: PathMatch, subject: string): Hit {
  if (match.kind === "plain") return match.path === subject;
  const groups = (match.kind === "glob" ? match.pattern : match.regex).match(subject);
  return groups === "undecided" ? groups : groups !== "none";
}

function unreadable(match: PathMatch): Walked {
  const text = match.kind === "regex" ? match.source : match.path;
  return { kind: "undecided", why: `the expression ${text} cannot be read` };
}

/** `/`, `/a/`, `/a/b/` for `/a/b/c`. */
export function foldersOf(path: string): readonly string[] {
  const folders = ["/"];
  for (let at = path.indexOf("/", 1); at > 0; at = path.indexOf("/", at + 1)) {
    folders.push(path.slice(0, at + 1));
  }
  return folders;
}

function refusesLink({ options }: FolderConfig, path: string, view: FileView): boolean {
  if (options.followLinks) return false;
  const link = view.linkAt(path);
  return link !== undefined && !(options.ownLinks && link.sameOwner);
}

function accessFileNames({ levels }: ApacheServer): readonly string[] {
  return levels.flat().findLast(({ name }) => name === "accessfilename")?.args ?? [".htaccess"];
}
