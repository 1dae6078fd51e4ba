import { bounded } from "./pcre.ts";

/** What leads to `target` through an expression and what it is replaced with. */
export type Reversed =
  | { readonly kind: "uri"; readonly uri: string }
  /** The replacement cannot give the target. */
  | { readonly kind: "none" }
  /** It may, and for which request cannot be told from the text. */
  | { readonly kind: "unclear" };

const none: Reversed = { kind: "none" };
const unclear: Reversed = { kind: "unclear" };

/**
 * The request that `expression` turns into `target`: `^/dl/(.*)$` with `/srv/files/$1` and
 * `/srv/files/a.sql` gives `/dl/a.sql`. Only a literal with one open group is turned round.
 */
export function reverse(expression: string, replacement: string, target: string): Reversed {
  const template = replacement.split("?")[0] ?? "";
  const parts = template.split(/(\$\d|\$\{?\w+\}?)/);
  const pattern = parts.map((part, index) => (index % 2 === 1 ? "(.*)" : literal(part))).join("");
  const filled = bounded(new RegExp(`^${pattern}$`, "s")).match(target);
  if (filled === "none") return none;
  if (filled === "undecided") return unclear;
  // A fixed target is reached by whatever matches: it takes no group to get there.
  const plain = (text: string) => text.replaceAll(/\\(.)/g, "$1");
  if (parts.length === 1) {
    const only = /^\^([^()[\]{}|*+?$]+)\$?$/.exec(expression)?.[1];
    return only === undefined ? unclear : { kind: "uri", uri: plain(only) };
  }
  const shape =
    /^\^([^()[\]{}|*+?$]*)\((?:\?P?<(\w+)>)?(?:\.[*+]|\[\^\/?\][*+])\)([^()[\]{}|*+?$]*)\$?$/.exec(
      expression,
    );
  const name = parts.length === 3 ? parts[1]?.replaceAll(/[${}]/g, "") : undefined;
  const group = name !== undefined && (name === "1" || name === shape?.[2]) ? filled[1] : undefined;
  if (group === undefined || !shape) return unclear;
  return { kind: "uri", uri: `${plain(shape[1] ?? "")}${group}${plain(shape[3] ?? "")}` };
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
