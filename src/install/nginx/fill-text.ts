import { type Pcre, bounded } from "../web-server/pcre.ts";

/** What variables of an address stand for. */
export interface TextFacts {
  readonly uri: string;
  /** Groups of the location's expression; undefined: not known. */
  readonly groups: RegExpExecArray | undefined;
  readonly status?: number;
}

export type FilledText =
  | { readonly kind: "text"; readonly text: string }
  /** A variable that is not known stands in it. */
  | { readonly kind: "pattern"; readonly pattern: Pcre };

/** An address of `try_files` or `error_page` with its variables filled in. */
export function fillText(template: string, facts: TextFacts): FilledText {
  const parts = template.split(/(\$(?:\d|\w+|\{\w+\}))/).map((part, index) => {
    if (index % 2 === 0) return part;
    return valueOf(part.replaceAll(/[${}]/g, ""), facts);
  });
  if (parts.every((part) => part !== undefined)) return { kind: "text", text: parts.join("") };
  const source = parts
    .map((part) => part?.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`) ?? ".*")
    .join("");
  return { kind: "pattern", pattern: bounded(new RegExp(`^${source}$`, "s")) };
}

function valueOf(name: string, { uri, groups, status }: TextFacts): string | undefined {
  if (/^(document_)?uri$/.test(name)) return uri;
  if (name === "status") return status === undefined ? undefined : String(status);
  if (/^\d$/.test(name)) return groups && (groups[Number(name)] ?? "");
  return groups?.groups && name in groups.groups ? (groups.groups[name] ?? "") : undefined;
}
