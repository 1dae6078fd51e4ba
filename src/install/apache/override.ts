import type { ApacheDirective } from "./load-apache.ts";
import { undecidedPart } from "./load-apache.ts";
import { overrideClassOf } from "./known-directives.ts";

/** What `AllowOverride` lets `.htaccess` files say. */
export interface Override {
  /** Lower case; `all` stands for every class. */
  readonly classes: ReadonlySet<string>;
  /** `Nonfatal=` turns what is not allowed into nothing. */
  readonly nonfatal: boolean;
}

export const noOverride: Override = { classes: new Set(), nonfatal: false };

export function parseOverride(args: readonly string[]): Override {
  const words = args.map((each) => each.toLowerCase());
  const classes = words
    .filter((word) => word !== "none" && !word.startsWith("nonfatal"))
    .map((word) => word.replace(/=.*$/, ""));
  return { classes: new Set(classes), nonfatal: words.some((word) => word.startsWith("nonfatal")) };
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
    if (!isAllowed) return directive;
    const inner = block && group === "any" ? forbiddenIn(block, override) : undefined;
    if (inner) return inner;
  }
  return undefined;
}
