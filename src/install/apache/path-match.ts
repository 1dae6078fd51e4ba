import { type Pcre, bounded, parsePcre } from "../web-server/pcre.ts";

/** What a section is about: a name as it is, one with wildcards, or an expression. */
export type PathMatch =
  | { readonly kind: "plain"; readonly path: string }
  | { readonly kind: "glob"; readonly path: string; readonly pattern: Pcre }
  | { readonly kind: "regex"; readonly regex: Pcre; readonly source: string };

/** The argument of `<Directory>`, `<Files>`, `<Location>` and of their `Match` forms. */
export function pathMatch(args: readonly string[], isExpression: boolean): PathMatch {
  const [first = "", second] = args;
  if (isExpression || first === "~") {
    const source = first === "~" ? (second ?? "") : first;
    return { kind: "regex", regex: parsePcre(source, false), source };
  }
  if (/[*?[\]]/.test(first)) return { kind: "glob", path: first, pattern: wildcards(first) };
  return { kind: "plain", path: first };
}

/** fnmatch(3) in which no wildcard matches a slash. */
export function wildcards(glob: string): Pcre {
  let source = "";
  for (let at = 0; at < glob.length; at += 1) {
    const character = glob.charAt(at);
    const end = character === "[" ? glob.indexOf("]", at + 2) : -1;
    if (character === "*") source += "[^/]*";
    else if (character === "?") source += "[^/]";
    else if (end > 0) {
      const set = glob.slice(at + 1, end).replaceAll(/[\\[\]]/g, String.raw`\$&`);
      source += `(?!/)[${set.replace(/^!/, "^")}]`;
      at = end;
    } else source += character.replace(/[\\^$.*+?()[\]{}|/]/, String.raw`\$&`);
  }
  try {
    return bounded(new RegExp(`^${source}$`, "s"));
  } catch {
    return bounded(/(?!)/);
  }
}

/** How many folders deep a path is; a `<Directory>` section counts at its own depth. */
export function depthOf(path: string): number {
  return path.split("/").length - 1;
}
