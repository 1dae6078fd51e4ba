import type { FileReader } from "../../core/ports/files.ts";
import { type Gap, type Look, type Reason, blocked, found, gap } from "../../core/look.ts";
import { joinPath, parentOf } from "../../core/text/path-text.ts";
import { expandGlob } from "../glob.ts";
import { readText } from "../read-text.ts";
import { type NginxDirective, parseNginx } from "./parse-nginx.ts";

/** A whole nginx configuration, includes put in their places. */
export interface NginxConfiguration {
  /** The main file. */
  readonly path: string;
  readonly directives: readonly NginxDirective[];
  /** Every file that was read, in reading order. */
  readonly files: readonly string[];
  readonly gaps: readonly Gap[];
}

interface Loading {
  readonly reader: FileReader;
  /** Relative includes count from the main file's folder, wherever they are written. */
  readonly folder: string;
  readonly files: string[];
  readonly gaps: Gap[];
}

/** A file may be included from many places (snippets), but not by itself. */
const deepest = 16;

/** Reads a main file with everything it includes. `absent`: there is no such file. */
export function loadNginx(reader: FileReader, path: string): Look<NginxConfiguration> {
  const loading: Loading = { reader, folder: parentOf(path), files: [], gaps: [] };
  const main = readFile(loading, path);
  if (main.kind !== "found") return main;
  const directives = withIncludes(loading, main.value, [path]);
  return found({ path, directives, files: loading.files, gaps: loading.gaps });
}

function readFile(loading: Loading, path: string): Look<readonly NginxDirective[]> {
  const content = readText(loading.reader, path);
  if (content.kind !== "found") return content;
  loading.files.push(path);
  const { directives, problem } = parseNginx(content.value.text, path);
  if (problem === undefined) return found(directives);
  return blocked("parse", problem);
}

function withIncludes(
  loading: Loading,
  directives: readonly NginxDirective[],
  trail: readonly string[],
): NginxDirective[] {
  return directives.flatMap((directive) => {
    const { name, args, block } = directive;
    if (name === "include" && !block && args[0] !== undefined) {
      return included(loading, directive, args[0], trail);
    }
    if (!block) return [directive];
    return [{ ...directive, block: withIncludes(loading, block, trail) }];
  });
}

function included(
  loading: Loading,
  directive: NginxDirective,
  argument: string,
  trail: readonly string[],
): NginxDirective[] {
  const pattern = argument.startsWith("/") ? argument : joinPath(loading.folder, argument);
  const { paths, gaps } = expandGlob(loading.reader, pattern);
  loading.gaps.push(...gaps);
  return paths.flatMap((path) => {
    if (trail.includes(path) || trail.length > deepest) {
      const reason: Reason = { code: "parse", text: "included by itself" };
      loading.gaps.push(gap(path, reason));
      return [missing(directive, path)];
    }
    const content = readFile(loading, path);
    if (content.kind === "absent") return [];
    if (content.kind === "blocked") {
      loading.gaps.push(gap(path, content.reason));
      return [missing(directive, path)];
    }
    return withIncludes(loading, content.value, [...trail, path]);
  });
}

/** Stands for a file that could not be read: whatever surrounds it cannot be decided. */
export const unreadInclude = "<unread include>";

function missing(directive: NginxDirective, path: string): NginxDirective {
  return { name: unreadInclude, args: [path], file: directive.file, line: directive.line };
}
