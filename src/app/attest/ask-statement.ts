import { usageError } from "../../core/error.ts";
import { type ParsedAnswer, expected, parseAnswer } from "../../core/statements/parse-answer.ts";
import {
  type ParsedDay,
  parseLastDay,
  parseSeenDay,
  usualLastDay,
} from "../../core/statements/parse-days.ts";
import type { Answer } from "../../core/statements/statement-spec.ts";
import type { AttestOptions, AttestTalk } from "./attest-ports.ts";
import type { Subject } from "./find-subject.ts";

/** What is to be written down, before evidence and texts were looked at. */
export interface Stated {
  readonly answer: Answer;
  readonly date: string;
  readonly until: string;
  readonly by: string;
  /** Path as typed; none when empty. */
  readonly evidence: string;
}

export interface AskSetup {
  readonly options: AttestOptions;
  readonly operator: string;
  /** ISO day, by the real clock. */
  readonly today: string;
}

/** Flags that make no sense are refused before anything is opened or asked. */
export function checkFlags(
  subject: Subject,
  { state, date, expires }: AttestOptions,
  today: string,
) {
  const seen =
    date === undefined ? today : seenOrThrow(parseSeenDay(date, subject.spec, today), today);
  if (state !== undefined) answerOrThrow(parseAnswer(state, subject.spec), subject);
  if (expires !== undefined) {
    lastOrThrow(parseLastDay(expires, subject.spec, { seen, today }), seen, subject);
  }
}

/** Asks for what the flags leave open; without a terminal the rest has its defaults. */
export async function askStatement(
  subject: Subject,
  setup: AskSetup,
  talk: AttestTalk,
): Promise<Stated> {
  const { spec, meta } = subject;
  const { options, operator, today } = setup;
  if (talk.asks) talk.say(`${meta.id}: ${meta.title}`, `Look   ${spec.look}`);
  const answer = await askAnswer(subject, options, talk);
  const date = await askDate(subject, setup, talk);
  const by =
    options.by ??
    (await ask(talk, { message: "Who looked?", flag: "--by NAME", default: operator }));
  const evidence =
    options.evidence ??
    (await ask(talk, {
      message: "Evidence, a file (empty: none)",
      flag: "--evidence FILE",
      default: "",
    }));
  const days = { seen: date, today };
  const until = await ask(talk, {
    given: options.expires,
    message: "Holds until",
    flag: "--expires DATE",
    default: usualLastDay(date, spec),
    validate: (text) => problemOf(parseLastDay(text, spec, days)),
  });
  return {
    answer,
    date,
    by,
    evidence,
    until: lastOrThrow(parseLastDay(until, spec, days), date, subject),
  };
}

async function askAnswer(
  subject: Subject,
  options: AttestOptions,
  talk: AttestTalk,
): Promise<Answer> {
  const { spec, meta } = subject;
  if (options.state !== undefined) return answerOrThrow(parseAnswer(options.state, spec), subject);
  // The day of a review says that there was one.
  if (spec.review && options.date !== undefined) return "on";
  if (!talk.asks) throw noAnswer(subject);
  if (spec.form === undefined) {
    return talk.prompter.select({
      message: spec.question,
      flag: "--state on|off",
      choices: [
        { value: "on" as const, name: "Yes" },
        { value: "off" as const, name: "No", description: `${meta.id} fails then` },
      ],
    });
  }
  const what =
    spec.form.kind === "number"
      ? `How many ${spec.form.unit} at least?`
      : `Which ${spec.form.noun}? Commas between`;
  const typed = await talk.prompter.input({
    message: what,
    flag: "--state",
    validate: (text) => {
      const parsed = parseAnswer(text, spec);
      return parsed.kind === "answer" || parsed.text;
    },
  });
  return answerOrThrow(parseAnswer(typed, spec), subject);
}

/** Of a review the day is what counts; all else was seen today unless it is said otherwise. */
async function askDate(
  { spec }: Subject,
  { options, today }: AskSetup,
  talk: AttestTalk,
): Promise<string> {
  if (!spec.review && options.date === undefined) return today;
  const date = await ask(talk, {
    given: options.date,
    message: "On which day?",
    flag: "--date DATE",
    default: today,
    validate: (text) => problemOf(parseSeenDay(text, spec, today)),
  });
  return seenOrThrow(parseSeenDay(date, spec, today), today);
}

interface Asked {
  readonly given?: string | undefined;
  readonly message: string;
  readonly flag: string;
  readonly default: string;
  readonly validate?: (text: string) => string | true;
}

async function ask({ asks, prompter }: AttestTalk, { given, ...question }: Asked): Promise<string> {
  if (given !== undefined) return given;
  return asks ? prompter.input(question) : question.default;
}

const problemOf = (parsed: ParsedDay): string | true => parsed.kind === "day" || parsed.text;

function seenOrThrow(parsed: ParsedDay, today: string): string {
  if (parsed.kind === "day") return parsed.day;
  const hint = `give the day on which somebody looked, as --date ${today}`;
  throw usageError("BAD_DAY", `--date: ${parsed.text}`, hint);
}

function lastOrThrow(parsed: ParsedDay, seen: string, { spec }: Subject): string {
  if (parsed.kind === "day") return parsed.day;
  const hint = `leave it out for ${usualLastDay(seen, spec)}, or give a day or a span such as "30 days"`;
  throw usageError("BAD_DAY", `--expires: ${parsed.text}`, hint);
}

function answerOrThrow(parsed: ParsedAnswer, { spec, meta }: Subject): Answer {
  if (parsed.kind === "answer") return parsed.answer;
  throw usageError(
    "BAD_ANSWER",
    `--state: ${parsed.text}`,
    `it answers "${spec.question}" with ${expected(spec.form).join(", ")}`,
    `see where to look with: explain ${meta.id}`,
  );
}

function noAnswer({ spec, meta }: Subject) {
  const flags = spec.review
    ? "--date and the day of the review, or with --state off"
    : `--state ${expected(spec.form).join("|")}`;
  return usageError(
    "NO_TERMINAL",
    `there is no answer to: ${spec.question}`,
    `answer it on the command line with ${flags}`,
    `see where to look with: explain ${meta.id}`,
  );
}
