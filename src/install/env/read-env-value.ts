import type { DialectRules } from "./env-dialects.ts";
import { expandReference } from "./expand-reference.ts";
import type { Lookup } from "./expand-reference.ts";

export interface EnvValue {
  readonly value: string;
  /** Where the written value ends, quotes included and comments not. */
  readonly end: number;
  /** The quote it starts with, or none. */
  readonly quote: string;
  /** Names that are looked up in it, whether the file holds them or not; absent where none is. */
  readonly references?: readonly string[];
  /** Why the dialect does not take it. */
  readonly problem?: string;
  /** The reader takes it, and what it gets is not known here. */
  readonly isUntold?: true;
  /** It may go on over what follows. */
  readonly isOpen?: true;
}

/** A value being read. */
interface Reading {
  readonly text: string;
  readonly rules: DialectRules;
  readonly lookup: Lookup;
  at: number;
  value: string;
  /** Length of `value` up to its last character that no trimming takes away. */
  kept: number;
  /** Where that character ends in the text. */
  end: number;
  readonly references: string[];
  problem?: string;
  isUntold?: true;
}

/** Reads the value that starts at `at` of normalised text (line ends are `\n`). */
export function readEnvValue(
  text: string,
  at: number,
  rules: DialectRules,
  lookup: Lookup,
): EnvValue {
  const reading: Reading = { text, rules, lookup, at, value: "", kept: 0, end: at, references: [] };
  const first = text[at] ?? "";
  const quote = first !== "" && rules.quotes.includes(first) ? first : "";
  let mayQuote = true;
  while (reading.at < text.length && !rules.newlines.includes(text[reading.at] ?? "")) {
    const character = text[reading.at] ?? "";
    if (mayQuote && rules.quotes.includes(character)) {
      readQuoted(reading, character);
      if (reading.problem !== undefined) break;
      if (rules.behindQuote === "assignment") break;
      if (rules.quoteOpens === "first") {
        checkTail(reading, "text behind the closing quote");
        break;
      }
      continue;
    }
    if (isBlank(character, rules) && rules.innerBlanks === "mistake") {
      checkTail(reading, "a blank in a value without quotes");
      break;
    }
    if (character === "#" && isComment(reading)) break;
    if (isBlank(character, rules) && mayQuote && rules.quoteOpens === "after-quote") {
      reading.at += 1;
      continue;
    }
    readBare(reading, character);
    mayQuote = rules.quoteOpens === "anywhere";
    if (reading.problem !== undefined) break;
  }
  return finish(reading, quote);
}

function finish(reading: Reading, quote: string): EnvValue {
  const { value, kept, end, problem, references, isUntold } = reading;
  return {
    value: value.slice(0, kept),
    end,
    quote,
    ...(references.length === 0 ? {} : { references }),
    ...(problem === undefined ? {} : { problem }),
    ...(isUntold ? { isUntold } : {}),
  };
}

function readBare(reading: Reading, character: string): void {
  const { text, rules } = reading;
  if (character === "\\" && rules.bareEscapes) {
    // At the very end there is nothing for it to escape: a shell keeps it.
    const next = text[reading.at + 1] ?? (rules.unclosed === "value" ? "" : "\\");
    push(reading, rules.newlines.includes(next) ? "" : next, 1 + next.length, true);
  } else if (character === "$" || character === "`") {
    pushDollar(reading, character);
  } else if (rules.quoteOpens === "anywhere" && ";&|<>()".includes(character)) {
    reading.problem = "a shell operator in a value without quotes";
  } else {
    push(reading, character, 1, !isBlank(character, rules));
  }
}

export const notClosed = "a quote that is not closed";

/** From an opening quote to behind the closing one. */
function readQuoted(reading: Reading, quote: string): void {
  const { text, rules } = reading;
  reading.at += 1;
  for (;;) {
    const character = text[reading.at];
    if (character === undefined || (character === "\n" && !rules.multiline.includes(quote))) {
      if (rules.unclosed === "value") return;
      reading.problem = notClosed;
      return;
    }
    if (character === quote) break;
    if (character === "\\" && quote === '"') readEscape(reading);
    else if (keepsPair(reading, quote))
      push(reading, text.slice(reading.at, reading.at + 2), 2, true);
    else if (isEscapedQuote(reading, quote)) {
      push(reading, rules.escapedSingle === "kept" ? `\\${quote}` : quote, 2, true);
    } else if (quote === '"' && (character === "$" || character === "`")) {
      pushDollar(reading, character);
    } else push(reading, character, 1, true);
    if (reading.problem !== undefined) return;
  }
  push(reading, "", 1, true);
}

function isEscapedQuote({ text, at, rules }: Reading, quote: string): boolean {
  return rules.escapedSingle !== "closes" && text[at] === "\\" && text[at + 1] === quote;
}

/** A backslash between single quotes that is escaped itself, and so escapes no quote. */
function keepsPair({ text, at, rules }: Reading, quote: string): boolean {
  const isEscape = rules.escapedSingle === "quote" && text[at] === "\\";
  return isEscape && at + 1 < text.length && text[at + 1] !== quote;
}

function readEscape(reading: Reading): void {
  const { text, rules } = reading;
  const next = text[reading.at + 1] ?? "";
  const meaning = rules.escapes[next];
  if (meaning !== undefined) push(reading, meaning, 2, true);
  // At the very end of a quote that nothing closes, it is waiting for what it escapes.
  else if (next === "" && rules.unclosed === "value") push(reading, "", 1, true);
  else if (rules.otherEscapes === "mistake") reading.problem = unknownEscape;
  else if (next !== "" && rules.strangeEscapes.includes(next)) untold(reading, unknownEscape);
  else if (rules.otherEscapes === "alone") push(reading, "\\", 1, true);
  else push(reading, `\\${next}`, 1 + next.length, true);
}

function pushDollar(reading: Reading, character: string): void {
  const { text, at, rules, lookup } = reading;
  const isCommand = character === "`" || text[at + 1] === "(";
  if (isCommand && rules.quoteOpens === "anywhere") {
    untold(reading, "a command in the value, which is not run");
    return;
  }
  const expanded =
    character === "$" ? expandReference(text, at, rules.references, lookup) : undefined;
  const hasBraces = rules.references === "compose" || rules.references === "shell";
  if (!expanded && hasBraces && character === "$" && text[at + 1] === "{") {
    untold(reading, "a reference to another value that is not understood");
    return;
  }
  if (expanded?.name !== undefined) reading.references.push(expanded.name);
  if (expanded && expanded.value === undefined) {
    untold(reading, "a reference to a value that cannot be read");
    return;
  }
  if (expanded?.value !== undefined) push(reading, expanded.value, expanded.end - at, true);
  else push(reading, character, 1, true);
}

const unknownEscape = "an unknown escape after a backslash";

function untold(reading: Reading, problem: string): void {
  reading.problem = problem;
  reading.isUntold = true;
}

function push(reading: Reading, text: string, length: number, keep: boolean): void {
  reading.value += text;
  reading.at += length;
  if (!keep) return;
  reading.kept = reading.value.length;
  reading.end = reading.at;
}

/** `A= # comment` counts too: the blank is before the value then. */
function isComment({ text, at, rules, value }: Reading): boolean {
  if (rules.comment === "after-space") return value !== "" && text[at - 1] === " ";
  return rules.comment === "anywhere";
}

function checkTail(reading: Reading, problem: string): void {
  const { text, rules } = reading;
  let { at } = reading;
  while (isBlank(text[at] ?? "", rules)) at += 1;
  const next = text[at];
  if (next === undefined || next === "#" || rules.newlines.includes(next)) return;
  reading.problem = problem;
}

function isBlank(character: string, { blanks }: DialectRules): boolean {
  return character !== "" && blanks.includes(character);
}
