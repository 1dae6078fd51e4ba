import type { FileReader } from "../core/ports/files.ts";
import { type Gap, gap } from "../core/look.ts";
import { compareText, joinPath } from "../core/text/path-text.ts";

export interface GlobResult {
  /** Absolute, in byte order. */
  readonly paths: readonly string[];
  /** Folders on the way that could not be listed. */
  readonly gaps: readonly Gap[];
}

const wildcard = /[*?[]/;

export function isGlob(pattern: string): boolean {
  return wildcard.test(pattern);
}

/**
 * Paths that match an absolute pattern with `*`, `?` and `[...]`, each within one name, as
 * glob(7): a leading dot is matched by a dot only. A pattern without wildcard is returned as it is
 * when something of that name exists or cannot be looked at.
 *
 * @param top what the pattern counts from; taken as it is.
 */
export function expandGlob(reader: FileReader, pattern: string, top = "/"): GlobResult {
  const gaps: Gap[] = [];
  let paths = [top];
  for (const part of pattern.split("/").filter((each) => each !== "")) {
    paths = paths.flatMap((folder) =>
      isGlob(part) ? matchingNames(reader, folder, part, gaps) : [joinPath(folder, part)],
    );
  }
  const present = paths.filter((path) => reader.stat(path).kind !== "absent");
  return { paths: present.toSorted(compareText), gaps };
}

function matchingNames(reader: FileReader, folder: string, part: string, gaps: Gap[]): string[] {
  const listed = reader.list(folder);
  if (listed.kind === "blocked") {
    // Something that is no folder simply has no names in it.
    if (listed.reason.code !== "not-a-file") gaps.push(gap(folder, listed.reason));
    return [];
  }
  if (listed.kind === "absent") return [];
  const pattern = namePattern(part);
  return listed.value
    .filter(({ name }) => pattern.test(name))
    .map(({ name }) => joinPath(folder, name));
}

/** A regular expression for one name: only bounded constructs, so it cannot run away. */
export function namePattern(glob: string): RegExp {
  let source = glob.startsWith(".") || !wildcard.test(glob.charAt(0)) ? "" : "(?!\\.)";
  for (let at = 0; at < glob.length; at += 1) {
    const character = glob.charAt(at);
    if (character === "*") {
      source += ".*";
      while (glob.charAt(at + 1) === "*") at += 1;
    } else if (character === "?") source += ".";
    else if (character === "[") {
      const set = bracket(glob, at);
      source += set.source;
      at = set.end;
    } else source += escapeLiteral(character);
  }
  try {
    return new RegExp(`^${source}$`, "su");
  } catch {
    // A range that runs backwards, `[z-a]`, matches nothing.
    return /(?!)/;
  }
}

function bracket(glob: string, start: number): { source: string; end: number } {
  const negated = /[!^]/.test(glob.charAt(start + 1));
  const first = start + (negated ? 2 : 1);
  // A `]` straight after the bracket belongs to the set.
  const end = glob.indexOf("]", first + 1);
  if (end < 0) return { source: "\\[", end: start };
  const set = glob
    .slice(first, end)
    .replaceAll(/[\\\][^]/g, String.raw`\$&`)
    .replace(/^-|-$/g, String.raw`\-`);
  return { source: `[${negated ? "^" : ""}${set}]`, end };
}

function escapeLiteral(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}
