import type { DialectRules } from "./env-dialects.ts";

/** `null`: it has a value, which could not be read. */
export type Lookup = (name: string) => string | null | undefined;

/** References to references can double a value per line. */
const longestExpansion = 64 * 1024;

const braces = /\$\{([A-Za-z0-9_.]+)\}/y;
const shell = /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-+?])([^{}]*))?\})/y;

export interface Expanded {
  /** The name that is looked up; absent where none is. */
  readonly name?: string;
  /** Absent when it comes from a value that could not be read. */
  readonly value?: string;
  readonly end: number;
}

/**
 * The value a `$NAME` at `at` stands for and where it ends. Only what the file itself says is
 * known: a name from elsewhere stays as it is written.
 */
export function expandReference(
  text: string,
  at: number,
  style: DialectRules["references"],
  lookup: Lookup,
): Expanded | undefined {
  if (style === "none") return undefined;
  if (style === "compose" && text.startsWith("$$", at)) return { value: "$", end: at + 2 };
  const pattern = style === "braces" ? braces : shell;
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  if (!match) return undefined;
  const name = match[1] ?? match[2] ?? "";
  const known = lookup(name);
  const end = at + match[0].length;
  if (known === null) return { name, end };
  const value = style === "braces" ? known : withDefault(known, match[3], match[4] ?? "");
  const isTame = value !== undefined && value.length <= longestExpansion;
  return { name, value: isTame ? value : match[0], end };
}

function withDefault(
  known: string | undefined,
  operator: string | undefined,
  word: string,
): string | undefined {
  const isSet = known !== undefined && !(operator?.startsWith(":") && known === "");
  if (operator?.endsWith("-")) return isSet ? known : word;
  if (operator?.endsWith("+")) return isSet ? word : "";
  return known;
}
