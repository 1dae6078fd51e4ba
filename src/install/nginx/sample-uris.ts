import type { LocationMatch } from "./location.ts";

/** Something nobody has. */
const missing = "guard-looks-for-this";

/** Requests that a location answers, unless another one does; for an expression as far as it is plain. */
export function sampleUris(match: LocationMatch): readonly string[] {
  if (match.kind === "exact") return [match.path];
  if (match.kind === "prefix") return [match.path, match.path + missing];
  const example = match.kind === "regex" ? exampleOf(match.source) : undefined;
  const own =
    example === undefined ? [] : [example, `${example}${missing}`, `/${missing}${example}`];
  return [...own.filter((each) => each.startsWith("/")), "/", `/${missing}`];
}

/** A text for a simple expression: the first of each choice. */
function exampleOf(source: string): string | undefined {
  const text = source
    .replaceAll(/\(\?<?[=!][^()]*\)/g, "")
    .replaceAll(/\((?:\?:|\?P?<\w+>)?([^()|]*)(?:\|[^()|]*)*\)/g, "$1")
    .replaceAll(/(?:\[\^\/\]|(?<!\\)\.|\\w)[*+]/g, missing)
    .replaceAll(/\\d[*+]?/g, "1")
    .replace(/^\^/, "")
    .replace(/\$$/, "");
  const plain = text.replaceAll(/\\([^a-zA-Z0-9])/g, "");
  return /[\\^$*+?()[\]{}|]/.test(plain) ? undefined : text.replaceAll(/\\(.)/g, "$1");
}
