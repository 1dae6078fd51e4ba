import { type GuardError, usageError } from "../../core/error.ts";
import { addDays } from "../../core/statements/day.ts";
import { type ParsedAnswer, expected, parseAnswer } from "../../core/statements/parse-answer.ts";
import {
  type ParsedDay,
  parseLastDay,
  parseSeenDay,
  usualLastDay,
} from "../../core/statements/parse-days.ts";
import type { Answer } from "../../core/statements/statement-spec.ts";
import type { AttestOptions } from "./attest-ports.ts";
import type { Subject } from "./find-subject.ts";

/**
 * Flags that make no sense are refused before anything is opened or asked.
 *
 * @param asks there is somebody to ask for what they leave open.
 * @throws GuardError `NO_TERMINAL`, `BAD_ANSWER`, `BAD_DAY`, `WITHDRAW_ALONE`
 */
export function checkFlags(
  subject: Subject,
  options: AttestOptions,
  { today, asks }: { readonly today: string; readonly asks: boolean },
): void {
  if (options.withdraw) {
    refuseAnswers(options);
    return;
  }
  const { state, date, expires } = options;
  // The day of a review says that there was one; of anything else it says nothing.
  const hasAnswer = state !== undefined || (subject.spec.review && date !== undefined);
  if (!asks && !hasAnswer) throw noAnswer(subject);
  const { spec } = subject;
  if (state !== undefined) answerOrThrow(parseAnswer(state, spec), subject);
  const seen = date === undefined ? today : seenOrThrow(parseSeenDay(date, spec, today), today);
  if (expires !== undefined) {
    lastOrThrow(parseLastDay(expires, spec, { seen, today }), seen, subject);
  } else if (usualLastDay(seen, spec) < today) {
    throw usageError(
      "BAD_DAY",
      `--date: ${seen} is over ${spec.holds.usual} days ago, as long as a statement usually holds`,
      `say with --expires how long it holds, until ${addDays(seen, spec.holds.most)} at most`,
      "look again, and state what you see today",
    );
  }
}

function refuseAnswers({ state, date, expires, evidence }: AttestOptions): void {
  const flags = { "--state": state, "--date": date, "--expires": expires, "--evidence": evidence };
  const [flag] = Object.entries(flags).find(([, value]) => value !== undefined) ?? [];
  if (flag === undefined) return;
  throw usageError(
    "WITHDRAW_ALONE",
    `--withdraw takes back what was stated, and ${flag} states something`,
    "leave one of them out; a new statement replaces the old one by itself",
  );
}

export function seenOrThrow(parsed: ParsedDay, today: string): string {
  if (parsed.kind === "day") return parsed.day;
  const hint = `give the day on which somebody looked, as --date ${today}`;
  throw usageError("BAD_DAY", `--date: ${parsed.text}`, hint);
}

export function lastOrThrow(parsed: ParsedDay, seen: string, { spec }: Subject): string {
  if (parsed.kind === "day") return parsed.day;
  const hint = `leave it out for ${usualLastDay(seen, spec)}, or give a day or a span such as "30 days"`;
  throw usageError("BAD_DAY", `--expires: ${parsed.text}`, hint);
}

export function answerOrThrow(parsed: ParsedAnswer, { spec, meta }: Subject): Answer {
  if (parsed.kind === "answer") return parsed.answer;
  throw usageError(
    "BAD_ANSWER",
    `--state: ${parsed.text}`,
    `answer "${spec.question}"`,
    `see where to look with: explain ${meta.id}`,
  );
}

/** For want of a terminal, or of anything that `--yes` could take for safe. */
function noAnswer({ spec, meta }: Subject): GuardError {
  const flags = spec.review
    ? "--date and the day of the review, or with --state off"
    : `--state and ${expected(spec.form).join(" or ")}`;
  return usageError(
    "NO_TERMINAL",
    `there is no answer to: ${spec.question}`,
    `answer it on the command line with ${flags}`,
    `see where to look with: explain ${meta.id}`,
  );
}
