import { createPatience } from "./patience.ts";
import { type PatternCost, patternCost } from "./pattern-cost.ts";

/** Groups; `undecided` when the server may see it otherwise, or when finding out takes too long. */
export type PcreMatch = RegExpExecArray | "none" | "undecided";

/** An expression of a web server's configuration. */
export interface Pcre {
  match(text: string): PcreMatch;
}

/** No path is longer than this. */
const longestText = 4096;
/** Some tenths of a second at most. */
const mostSteps = 5e7;
/** Beyond these the time is counted: many expressions just below the limit are no better. */
const fewSteps = 1e5;

/** Configurations have few expressions, which are asked again for every file. */
const known = new Map<string, Pcre>();
const mostKnown = 2000;

/**
 * A PCRE as a JavaScript expression. An access file may be written by whoever broke in: one that
 * would hang us is not tried.
 */
export function parsePcre(source: string, ignoreCase: boolean): Pcre {
  const key = `${ignoreCase ? "i" : "-"}${source}`;
  const before = known.get(key);
  if (before) return before;
  if (known.size >= mostKnown) known.clear();
  const pcre = compile(source, ignoreCase);
  known.set(key, pcre);
  return pcre;
}

/** An expression of our own making out of somebody's text. */
export function bounded(expression: RegExp): Pcre {
  let cost: PatternCost | undefined;
  return {
    match: (text) => {
      if (text.length > longestText) return "undecided";
      cost ??= patternCost(expression.source, expression.flags);
      const steps = cost(text.length);
      if (steps <= fewSteps) return expression.exec(text) ?? "none";
      if (steps > mostSteps) return "undecided";
      return patience(() => expression.exec(text) ?? "none") ?? "undecided";
    },
  };
}

const patience = createPatience();

const unreadable: Pcre = { match: () => "undecided" };

function compile(source: string, ignoreCase: boolean): Pcre {
  let pattern = source;
  let flags = ignoreCase ? "i" : "";
  const inline = /^\(\?([a-z]+)\)/.exec(pattern);
  if (inline) {
    if (inline[1] !== "i") return unreadable;
    flags = "i";
    pattern = pattern.slice(inline[0].length);
  }
  pattern = pattern
    .replaceAll("(?P<", "(?<")
    .replaceAll(String.raw`\A`, "^")
    .replaceAll(/\\[zZ]/g, "$");
  // Verbs, atomic groups, recursion, POSIX classes, and escapes that JavaScript takes literally.
  if (/\(\*|\(\?[>|#R&(]|\[\[:|\\[hHRKXGQEaeNpPo]|\\x\{|\[\^?\]/.test(pattern)) return unreadable;
  try {
    return bounded(new RegExp(pattern, flags));
  } catch {
    return unreadable;
  }
}
