import { type ConditionFacts, judgeCondition } from "./condition.ts";
import { type Answer, nothingServed, undecided } from "../web-server/answer.ts";
import type { NginxDirective } from "./parse-nginx.ts";
import { parsePcre } from "../web-server/pcre.ts";
import { type Steps, fork } from "../web-server/steps.ts";

/** What follows the rewrite rules of a block. */
export interface AfterRewrite {
  /** Goes on within the block. A rewritten request may enter `internal` locations. */
  go(end: Progress): Answer;
  /** Looks for a location again. */
  restart(uri: string): Answer;
  /** Answers with a code, which may have an error page. */
  fail(status: number, end: Progress): Answer;
  facts(progress: Progress): ConditionFacts;
  readonly steps: Steps;
  /** The request as it was sent. */
  readonly raw: string;
  /** An `if` of a server changes no settings. */
  readonly isServer: boolean;
}

/** Runs `return`, `rewrite`, `break` and `if` in order, as nginx's rewrite module does. */
export function runRewrites(
  directives: readonly NginxDirective[],
  uri: string,
  after: AfterRewrite,
): Answer {
  const start = { uri, changed: false, branch: undefined, expressions: 0 };
  return run(directives, 0, start, after, (end) =>
    end.changed ? after.restart(end.uri) : after.go(end),
  );
}

export interface Progress {
  readonly uri: string;
  readonly changed: boolean;
  /** The `if` that was taken last: its settings are in force. */
  readonly branch: NginxDirective | undefined;
  /** How many expressions were tried, each of which takes the groups of the location away. */
  readonly expressions: number;
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
        return returned(directive, progress, after);
      case "break":
        return after.go(progress);
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

/** With a text of its own there is no error page, except for where a redirect leads. */
function returned({ args }: NginxDirective, progress: Progress, after: AfterRewrite): Answer {
  const [code = "", text] = args;
  const status = /^\d+$/.test(code) ? Number(code) : 302;
  if (status < 300 || status === 444) return nothingServed;
  if (text !== undefined && !redirects.has(status)) return nothingServed;
  return after.fail(status, progress);
}

const redirects = new Set([301, 302, 303, 307, 308]);

function rewritten(
  directive: NginxDirective,
  progress: Progress,
  after: AfterRewrite,
  rest: (next: Progress) => Answer,
): Answer {
  const [source = "", replacement = "", flag] = directive.args;
  const groups = parsePcre(source, false).match(progress.uri);
  if (groups === "undecided") return undecided(directive, "its expression cannot be read");
  const tried = { ...progress, expressions: progress.expressions + 1 };
  if (groups === "none") return rest(tried);
  if (flag === "permanent") return after.fail(301, tried);
  if (flag === "redirect" || /^(https?:\/\/|\$scheme)/.test(replacement)) {
    return after.fail(302, tried);
  }
  const filled = (replacement.split("?")[0] ?? "").replaceAll(
    /\$(\d|uri\b|document_uri\b|request_uri\b)/g,
    (_, name: string) => {
      if (name === "request_uri") return after.raw;
      return /\d/.test(name) ? (groups[Number(name)] ?? "") : progress.uri;
    },
  );
  if (filled.includes("$")) return undecided(directive, "a variable stands in it");
  if (flag === "last") return after.restart(filled);
  const next = { ...tried, uri: filled, changed: true };
  return flag === "break" ? after.go(next) : rest(next);
}

function branched(
  directive: NginxDirective,
  progress: Progress,
  after: AfterRewrite,
  rest: (next: Progress) => Answer,
): Answer {
  const truth = judgeCondition(directive.args, after.facts(progress));
  const { block = [] } = directive;
  const isExpression = directive.args.some((each) => /^!?~\*?$/.test(each));
  const past = { ...progress, expressions: progress.expressions + (isExpression ? 1 : 0) };
  const isIdle = after.isServer && block.every(({ name }) => name === "set");
  // Falling off the end of the block goes on behind it.
  const inside = () => run(block, 0, { ...past, branch: directive }, after, rest);
  if (truth === "false") return rest(past);
  if (truth === "true") return inside();
  if (isIdle) return rest(past);
  if (!after.steps(fork)) return undecided(directive, "too many ways lead through the rules");
  const [without, within] = [rest(past), inside()];
  if (truth === "client")
    return [without, within].toSorted((a, b) => rank(a) - rank(b))[0] ?? without;
  return without.kind === within.kind
    ? without
    : undecided(directive, "its condition is not known");
}

function rank(answer: Answer): number {
  return ["file", "undecided", "nothing"].indexOf(answer.kind);
}
