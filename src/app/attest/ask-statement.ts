import { GuardError } from "../../core/error.ts";
import { parseAnswer } from "../../core/statements/parse-answer.ts";
import {
  type ParsedDay,
  parseLastDay,
  parseSeenDay,
  usualLastDay,
} from "../../core/statements/parse-days.ts";
import type { Answer } from "../../core/statements/statement-spec.ts";
import type { Evidence } from "../../core/statements/statement.ts";
import type { AttestOptions, AttestTalk } from "./attest-ports.ts";
import { answerOrThrow, lastOrThrow, seenOrThrow } from "./check-flags.ts";
import type { Subject } from "./find-subject.ts";

/** What is to be written down. */
export interface Stated {
  readonly answer: Answer;
  readonly date: string;
  readonly until: string;
  readonly by: string;
  readonly evidence?: Evidence;
}

export interface AskSetup {
  readonly options: AttestOptions;
  readonly operator: string;
  /** ISO day, by the real clock. */
  readonly today: string;
  /** Throws what is wrong with a text that would be kept. */
  readonly checkText: (flag: string, text: string) => void;
  readonly readEvidence: (typed: string) => Evidence;
}

/** Asks for what the flags leave open; without a terminal the rest has its defaults. */
export async function askStatement(
  subject: Subject,
  setup: AskSetup,
  talk: AttestTalk,
): Promise<Stated> {
  const { options, operator, today } = setup;
  const answer = await askAnswer(subject, setup, talk);
  const date = await askDate(subject, setup, talk, answer);
  const by = await ask(talk, {
    given: options.by,
    message: "Who looked?",
    flag: "--by NAME",
    default: operator,
    check: (text) => setup.checkText("--by", text),
  });
  const evidence = await ask(talk, {
    given: options.evidence,
    message: "Evidence, a file (empty: none)",
    flag: "--evidence FILE",
    default: "",
    check: (text) => void (text === "" || setup.readEvidence(text)),
  });
  const until = await askUntil(subject, setup, talk, { answer, seen: date, today });
  const file = evidence === "" ? {} : { evidence: setup.readEvidence(evidence) };
  return { answer, date, until, by: by === "" ? operator : by, ...file };
}

async function askAnswer(
  subject: Subject,
  { options, checkText }: AskSetup,
  { prompter }: AttestTalk,
): Promise<Answer> {
  const { spec, meta } = subject;
  if (options.state !== undefined) return answerOrThrow(parseAnswer(options.state, spec), subject);
  if (spec.review && options.date !== undefined) return "on";
  if (spec.form === undefined) {
    const off = { value: "off" as const, name: "No", description: `${meta.id} fails then` };
    const choices = [{ value: "on" as const, name: "Yes" }, off];
    return prompter.select({ message: spec.question, flag: "--state on|off", choices });
  }
  const { form } = spec;
  const typed = await prompter.input({
    message:
      form.kind === "number"
        ? `How many ${form.unit} at least?`
        : `Which ${form.noun}? Commas between`,
    flag: "--state",
    validate: (text) => {
      const parsed = parseAnswer(text, spec);
      return parsed.kind === "problem" ? parsed.text : passes(() => checkText("--state", text));
    },
  });
  return answerOrThrow(parseAnswer(typed, spec), subject);
}

/** Of a review the day is what counts; all else was seen today unless it is said otherwise. */
async function askDate(
  { spec }: Subject,
  { options, today }: AskSetup,
  talk: AttestTalk,
  answer: Answer,
): Promise<string> {
  if (options.date === undefined && (!spec.review || answer === "off")) return today;
  const date = await ask(talk, {
    given: options.date,
    message: "On which day?",
    flag: "--date DAY",
    default: today,
    check: (text) => void seenOrThrow(parseSeenDay(text, spec, today), today),
  });
  return seenOrThrow(parseSeenDay(date, spec, today), today);
}

/** Not asked where there is nothing to choose: a review, or what is wrong until it is mended. */
async function askUntil(
  subject: Subject,
  { options }: AskSetup,
  talk: AttestTalk,
  days: { readonly answer: Answer; readonly seen: string; readonly today: string },
): Promise<string> {
  const { spec } = subject;
  const parse = (text: string): ParsedDay => parseLastDay(text, spec, days);
  const usual = usualLastDay(days.seen, spec);
  const isSet = spec.review || days.answer === "off";
  const until = await ask(talk, {
    given: options.expires ?? (isSet ? usual : undefined),
    message: "Holds until",
    flag: "--expires DAY",
    default: usual,
    check: (text) => void lastOrThrow(parse(text), days.seen, subject),
  });
  return lastOrThrow(parse(until), days.seen, subject);
}

interface Asked {
  readonly given: string | undefined;
  readonly message: string;
  readonly flag: string;
  readonly default: string;
  /** Throws what is wrong with it: a flag is refused, a question asked again. */
  readonly check: (text: string) => void;
}

async function ask(
  { asks, prompter }: AttestTalk,
  { given, check, ...question }: Asked,
): Promise<string> {
  if (given !== undefined) {
    check(given.trim());
    return given.trim();
  }
  if (!asks) return question.default;
  const typed = await prompter.input({
    ...question,
    validate: (text) => passes(() => check(text.trim())),
  });
  return typed.trim();
}

/** True, or the text of what is wrong, without the flag that nobody typed. */
function passes(check: () => void): string | true {
  try {
    check();
    return true;
  } catch (error) {
    if (!(error instanceof GuardError)) throw error;
    return error.message.replace(/^--[a-z]+: /, "");
  }
}
