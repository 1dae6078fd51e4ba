import {
  type Answer,
  type PlacedDirective,
  nothingServed,
  undecided,
} from "../web-server/answer.ts";
import type { FileView } from "./file-view.ts";
import { type RewriteFacts, expandText, judgeConditions } from "./rewrite-condition.ts";
import { type Steps, fork } from "../web-server/steps.ts";
import type { RewriteRule } from "./rewrite-rules.ts";

/** Where the rules of a place stand. */
export interface RewriteProgress {
  /** What the next rule is matched against and REQUEST_FILENAME: an address or a path. */
  readonly name: string;
  readonly changed: boolean;
  /** `[PT]`: the result goes through aliases again. */
  readonly passThrough: boolean;
  /** `[END]`: nothing is rewritten any more. */
  readonly ended: boolean;
}

export interface Rewriting {
  readonly rules: readonly RewriteRule[];
  readonly view: FileView;
  /** The folder whose name is taken off, with a slash at its end; undefined on server level. */
  readonly folder: string | undefined;
  readonly steps: Steps;
  facts(name: string): Omit<RewriteFacts, "ruleGroups">;
  /** What becomes of the request behind the last rule. */
  finish(progress: RewriteProgress): Answer;
}

/** Runs the rules in order. https://httpd.apache.org/docs/2.4/rewrite/tech.html */
export function runRules(rewriting: Rewriting, name: string): Answer {
  return from(rewriting, 0, { name, changed: false, passThrough: false, ended: false });
}

function from(rewriting: Rewriting, index: number, progress: RewriteProgress): Answer {
  const rule = rewriting.rules[index];
  if (!rule) return rewriting.finish(progress);
  const { directive, flags } = rule;
  if (!rewriting.steps()) return endless(directive);
  const { folder } = rewriting;
  const isBelow = folder !== undefined && progress.name.startsWith(folder);
  const subject = isBelow ? progress.name.slice(folder.length) : progress.name;
  const matched = rule.regex.match(subject);
  if (matched === "undecided") return undecided(directive, "its expression cannot be read");
  const groups = matched === "none" ? undefined : matched;
  const skip = () => from(rewriting, afterMiss(rewriting.rules, index), progress);
  if ((groups !== undefined) === rule.negated) return skip();
  const facts = { ...rewriting.facts(progress.name), ruleGroups: groups ?? [] };
  const judged = judgeConditions(rule.conditions, facts, rewriting.view);
  const take = () => taken(rewriting, index, progress, facts, judged.groups);
  if (judged.truth === "false") return skip();
  if (judged.truth === "true") return take();
  // It leads to the same place either way.
  if (isIdle(rule)) return skip();
  if (!rewriting.steps(fork)) return endless(directive);
  const [without, within] = [skip(), take()];
  if (judged.truth === "client") {
    return [without, within].toSorted((a, b) => rank(a) - rank(b))[0] ?? without;
  }
  if (without.kind === within.kind) return without;
  return undecided(directive, flags.size > 0 ? "its condition is not known" : "is not known");
}

function taken(
  rewriting: Rewriting,
  index: number,
  progress: RewriteProgress,
  facts: RewriteFacts,
  groups: readonly (string | undefined)[] | undefined,
): Answer {
  const rule = rewriting.rules[index];
  if (!rule) return nothingServed;
  const { directive, flags, substitution } = rule;
  if (flags.has("f") || flags.has("g")) return nothingServed;
  const status = Number(flags.get("r") ?? "302");
  if (flags.has("r") && status >= 400) return nothingServed;
  if (flags.has("n") || flags.has("h") || flags.has("t"))
    return undecided(directive, "its flags are not known");
  let next: RewriteProgress = progress;
  if (substitution !== "-") {
    const expanded = expandText(substitution.replace(/(?<!\\)\?.*$/s, ""), facts, groups);
    // A redirect or a proxy answers, wherever it leads.
    if (flags.has("r") || flags.has("p") || /^[a-z][a-z+.-]*:\/\//i.test(substitution))
      return nothingServed;
    if (expanded.kind !== "known") return undecided(directive, "a variable stands in it");
    const { folder } = rewriting;
    const isRelative = folder !== undefined && !expanded.text.startsWith("/");
    next = {
      ...progress,
      name: isRelative ? folder + expanded.text : expanded.text,
      changed: true,
    };
    if (/^[a-z][a-z+.-]*:\/\//i.test(expanded.text)) return nothingServed;
  } else if (flags.has("r") || flags.has("p"))
    return undecided(directive, "its flags are not known");
  if (flags.has("pt")) next = { ...next, passThrough: true };
  if (flags.has("end")) return rewriting.finish({ ...next, ended: true });
  if (flags.has("l") || flags.has("pt")) return rewriting.finish(next);
  const skipped = Number(flags.get("s") ?? "0");
  return from(rewriting, index + 1 + (Number.isInteger(skipped) ? skipped : 0), next);
}

function endless(directive: PlacedDirective): Answer {
  return undecided(directive, "too many ways lead through the rules");
}

const idleFlags = new Set(["e", "co", "nc", "ne", "ns", "nv", "qsa"]);

function isIdle({ substitution, flags }: RewriteRule): boolean {
  return substitution === "-" && [...flags.keys()].every((flag) => idleFlags.has(flag));
}

/** A rule that does not match takes the rest of its chain with it. */
function afterMiss(rules: readonly RewriteRule[], index: number): number {
  let next = index;
  while (rules[next]?.flags.has("c")) next += 1;
  return next + 1;
}

function rank(answer: Answer): number {
  return ["file", "undecided", "nothing"].indexOf(answer.kind);
}
