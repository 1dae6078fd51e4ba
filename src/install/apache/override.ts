import type { ApacheDirective } from "./load-apache.ts";
import { undecidedPart } from "./load-apache.ts";
import { overrideClassOf } from "./known-directives.ts";

/** What `AllowOverride` lets `.htaccess` files say. */
export interface Override {
  /** Lower case; `all` stands for every class. */
  readonly classes: ReadonlySet<string>;
  /** Options that may be named; undefined: every one. */
  readonly options: ReadonlySet<string> | undefined;
  /** `Nonfatal=` turns what is not allowed into nothing. */
  readonly nonfatal: boolean;
}

export const noOverride: Override = { classes: new Set(), options: undefined, nonfatal: false };

/** What `AllowOverride Options` without a list stands for: two are not among it. */
const usualOptions = new Set(
  "indexes includes includesnoexec followsymlinks execcgi all none".split(" "),
);

export function parseOverride(args: readonly string[]): Override {
  const words = args.map((each) => each.toLowerCase());
  const classes = words
    .filter((word) => word !== "none" && !word.startsWith("nonfatal"))
    .map((word) => word.replace(/=.*$/, ""));
  const listed = words.find((word) => word.startsWith("options="));
  const plain = words.includes("options") ? usualOptions : undefined;
  const options = listed ? new Set([...listed.slice(8).split(","), "none"]) : plain;
  const nonfatal = words.some((word) => word.startsWith("nonfatal"));
  return {
    classes: new Set(classes),
    options: words.includes("all") ? undefined : options,
    nonfatal,
  };
}

/** The first directive for which Apache answers every request with an error. */
export function forbiddenIn(
  directives: readonly ApacheDirective[],
  override: Override,
): ApacheDirective | undefined {
  for (const directive of directives) {
    const { name, block } = directive;
    if (name === undecidedPart) continue;
    const group = overrideClassOf(name);
    if (group === undefined) continue;
    const isAllowed =
      group === "any" ||
      (group !== "never" && (override.classes.has("all") || override.classes.has(group)));
    if (!isAllowed || (name === "options" && !optionsAllowed(directive, override)))
      return directive;
    const inner = block && group === "any" ? forbiddenIn(block, override) : undefined;
    if (inner) return inner;
  }
  return undefined;
}

function optionsAllowed({ args }: ApacheDirective, { options }: Override): boolean {
  return !options || args.every((each) => options.has(each.replace(/^[+-]/, "").toLowerCase()));
}
