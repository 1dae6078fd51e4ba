import { type ConditionFacts, judgeCondition } from "./condition.ts";
import { type Answer, nothingServed, undecided } from "../web-server/answer.ts";
import type { NginxDirective } from "./parse-nginx.ts";
import { parsePcre } from "../web-server/pcre.ts";
import { type Steps, fork } from "../web-server/steps.ts";

/** What follows the rewrite rules of a block. */
export interface AfterRewrite {
  /** Goes on within the block. A rewritten request may enter `internal` locations. */
  go(uri: string, changed: boolean): Answer;
  /** Looks for a location again. */
  restart(uri: string): Answer;
  facts(uri: string): ConditionFacts;
  readonly steps: Steps;
}

/** Directives inside `if` that do not change which file is sent. */
const harmless =
  /^(set|add_header|expires|access_log|log_not_found|etag|rewrite_log|charset|default_type|more_\w+|limit_rate\w*|error_page|gzip)$/;

/** Runs `return`, `rewrite`, `break` and `if` in order, as nginx's rewrite module does. */
export function runRewrites(
  directives: readonly NginxDirective[],
  uri: string,
  after: AfterRewrite,
): Answer {
  return run(directives, 0, { uri, changed: false }, after, (end) =>
    end.changed ? after.restart(end.uri) : after.go(end.uri, false),
  );
}

interface Progress {
  readonly uri: string;
  readonly changed: boolean;
}

function run(
  directives: readonly NginxDirective[],
  from: number,
  progress: Progress,
  after: AfterRewrite,
  atEnd: (end: Progress) => Answer,
): Answer {
  for (let index = from; index < directives.length; index += 1) {
    const directive = directives[index];
    if (!directive) continue;
    const rest = (next: Progress) => run(directives, index + 1, next, after, atEnd);
    switch (directive.name) {
      case "return":
        return nothingServed;
      case "break":
        return after.go(progress.uri, progress.changed);
      case "rewrite":
        return rewritten(directive, progress, after, rest);
      case "if":
        return branched(directive, progress, after, rest);
      default:
        if (/^(rewrite|set)_by_lua|^perl_set$/.test(directive.name)) {
          return undecided(directive, `${directive.name} is a program`);
        }
    }
  }
  return atEnd(progress);
}

function rewritten(
  directive: NginxDirective,
  progress: Progress,
  after: AfterRewrite,
  rest: (next: Progress) => Answer,
): Answer {
  const [source = "", replacement = "", flag] = directive.args;
  const groups = parsePcre(source, false).match(progress.uri);
  if (groups === "undecided") return undecided(directive, "its expression cannot be read");
  if (groups === "none") return rest(progress);
  if (/^(https?:\/\/|\$scheme)/.test(replacement)) return nothingServed;
  if (flag === "redirect" || flag === "permanent") return nothingServed;
  const filled = (replacement.split("?")[0] ?? "").replaceAll(
    /\$(\d|uri\b|document_uri\b)/g,
    (_, name: string) => (/\d/.test(name) ? (groups[Number(name)] ?? "") : progress.uri),
  );
  if (filled.includes("$")) return undecided(directive, "a variable stands in it");
  if (flag === "last") return after.restart(filled);
  if (flag === "break") return after.go(filled, true);
  return rest({ uri: filled, changed: true });
}

function branched(
  directive: NginxDirective,
  progress: Progress,
  after: AfterRewrite,
  rest: (next: Progress) => Answer,
): Answer {
  const truth = judgeCondition(directive.args, after.facts(progress.uri));
  const { block = [] } = directive;
  const inside = () => taken(directive, progress, after, rest);
  if (truth === "false") return rest(progress);
  if (truth === "true") return inside();
  if (block.every(({ name }) => harmless.test(name))) return rest(progress);
  if (!after.steps(fork)) return undecided(directive, "too many ways lead through the rules");
  const [without, within] = [rest(progress), inside()];
  if (truth === "client")
    return [without, within].toSorted((a, b) => rank(a) - rank(b))[0] ?? without;
  return without.kind === within.kind
    ? without
    : undecided(directive, "its condition is not known");
}

function taken(
  { block = [], ...directive }: NginxDirective,
  progress: Progress,
  after: AfterRewrite,
  rest: (next: Progress) => Answer,
): Answer {
  const rules = block.filter(({ name }) => /^(return|rewrite|break|set)$/.test(name));
  const other = block.find((each) => !rules.includes(each) && !harmless.test(each.name));
  // Falling off the end of the block goes on behind it.
  const answer = run(rules, 0, progress, after, rest);
  if (other && answer.kind !== "nothing") {
    return undecided(directive, `${other.name} stands in an if block`);
  }
  return answer;
}

function rank(answer: Answer): number {
  return ["file", "undecided", "nothing"].indexOf(answer.kind);
}
