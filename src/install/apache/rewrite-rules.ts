import type { ApacheDirective } from "./load-apache.ts";
import { type Pcre, parsePcre } from "../web-server/pcre.ts";
import { splitRewriteArguments } from "./split-arguments.ts";

/** Where directives stand: what rewrite rules take paths relative to, if anything. */
export type Place =
  | { readonly kind: "server" }
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "other" };

export interface RewriteCondition {
  readonly test: string;
  readonly pattern: string;
  readonly flags: ReadonlySet<string>;
  readonly directive: ApacheDirective;
}

export interface RewriteRule {
  readonly regex: Pcre;
  readonly source: string;
  readonly negated: boolean;
  /** What a match is replaced with; `-` leaves it. */
  readonly substitution: string;
  /** Lower case short names with their values, `r` → `301`. */
  readonly flags: ReadonlyMap<string, string>;
  readonly conditions: readonly RewriteCondition[];
  readonly directive: ApacheDirective;
}

/** Rules of one place. */
export interface RewriteConfig {
  readonly on: boolean;
  readonly rules: readonly RewriteRule[];
  /** The folder with a slash at its end; undefined where paths cannot be told. */
  readonly folder: string | undefined;
  readonly base: string | undefined;
  /** RewriteOptions that change which rules run. */
  readonly unclear: ApacheDirective | undefined;
}

/** Undefined when none of the directives is about rewriting. */
export function rewriteConfigOf(
  directives: readonly ApacheDirective[],
  place: Place,
  outer?: RewriteConfig,
): RewriteConfig | undefined {
  const own = directives.filter(({ name }) => name.startsWith("rewrite"));
  if (own.length === 0) return undefined;
  const last = (name: string) => own.findLast((each) => each.name === name);
  const engine = last("rewriteengine")?.args[0]?.toLowerCase();
  return {
    on: engine === undefined ? (outer?.on ?? false) : engine === "on",
    rules: rulesOf(own),
    folder: place.kind === "folder" ? place.path : undefined,
    base: last("rewritebase")?.args[0] ?? outer?.base,
    unclear: own.find(
      ({ name, args }) =>
        name === "rewriteoptions" && args.some((each) => /inherit|allow|legacy/i.test(each)),
    ),
  };
}

function rulesOf(directives: readonly ApacheDirective[]): readonly RewriteRule[] {
  const rules: RewriteRule[] = [];
  let conditions: RewriteCondition[] = [];
  for (const directive of directives) {
    const [first = "", second = "", third = ""] = splitRewriteArguments(directive.text);
    if (directive.name === "rewritecond") {
      const flags = new Set(parseFlags(third).keys());
      conditions.push({ test: first, pattern: second, flags, directive });
    }
    if (directive.name !== "rewriterule") continue;
    const negated = first.startsWith("!");
    const source = negated ? first.slice(1) : first;
    const flags = parseFlags(third);
    const regex = parsePcre(source, flags.has("nc"));
    rules.push({ regex, source, negated, substitution: second, flags, conditions, directive });
    conditions = [];
  }
  return rules;
}

const shortNames: Readonly<Record<string, string>> = {
  chain: "c",
  end: "end",
  forbidden: "f",
  gone: "g",
  handler: "h",
  last: "l",
  next: "n",
  nocase: "nc",
  noescape: "ne",
  nosubreq: "ns",
  or: "or",
  ornext: "or",
  passthrough: "pt",
  proxy: "p",
  qsappend: "qsa",
  redirect: "r",
  skip: "s",
  type: "t",
  env: "e",
  cookie: "co",
  novary: "nv",
};

/** `[L,R=301]`. */
function parseFlags(text: string): Map<string, string> {
  const inner = text.replace(/^\[/, "").replace(/\]$/, "");
  const parts = inner
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");
  return new Map(
    parts.map((part) => {
      const [name = "", ...value] = part.split("=");
      const key = name.toLowerCase();
      return [shortNames[key] ?? key, value.join("=")];
    }),
  );
}
