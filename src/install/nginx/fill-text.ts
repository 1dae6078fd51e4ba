import { type Pcre, bounded } from "../web-server/pcre.ts";

/** What variables of an address stand for. */
export interface TextFacts {
  readonly uri: string;
  /** As it was sent. */
  readonly raw: string;
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

function valueOf(name: string, { uri, raw, groups, status }: TextFacts): string | undefined {
  // Where a path behind the name of a script is split off, it is of a program's own.
  if (/^((document_)?uri|fastcgi_script_name)$/.test(name)) return uri;
  if (name === "request_uri") return raw;
  if (name === "status") return status === undefined ? undefined : String(status);
  if (/^\d$/.test(name)) return groups && (groups[Number(name)] ?? "");
  return groups?.groups && name in groups.groups ? (groups.groups[name] ?? "") : undefined;
}
