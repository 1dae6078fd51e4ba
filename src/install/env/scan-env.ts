import { parse } from "dotenv";
import type { EnvDialect } from "../../core/install/install.ts";
import { envDialects } from "./env-dialects.ts";
import type { DialectRules } from "./env-dialects.ts";
import type { Lookup } from "./expand-reference.ts";
import { type PhpEntry, phpEntryAt } from "./php-entries.ts";
import { notClosed, readEnvValue } from "./read-env-value.ts";
import type { EnvValue } from "./read-env-value.ts";

export interface EnvAssignment extends EnvValue {
  readonly key: string;
  /** From 1. */
  readonly line: number;
  /** Where the written value starts. */
  readonly start: number;
}

export interface EnvProblem {
  readonly line: number;
  readonly text: string;
}

export interface EnvScan {
  /** In file order, duplicates and unreadable ones (with `problem`) included. */
  readonly assignments: readonly EnvAssignment[];
  readonly problems: readonly EnvProblem[];
}

/** All assignments of a text with their places. Line ends are `\n` ({@link normaliseLines}). */
export function scanEnv(text: string, dialect: EnvDialect): EnvScan {
  const rules = envDialects[dialect];
  const assignments: EnvAssignment[] = [];
  const problems: EnvProblem[] = [];
  const known = new Map<string, string>();
  let line = 1;
  for (let at = 0; at < text.length;) {
    const first = skipBlanks(text, at);
    const entry = dialect === "php" ? phpEntryAt(text, at) : whole;
    if (entry.isLost) {
      problems.push({ line, text: notClosed });
      break;
    }
    let next: number | undefined;
    if (!isEmptyLine(text, first, rules)) {
      const seen = text.slice(0, entry.end);
      const read = readAssignment(seen, first, line, dialect, (name) => known.get(name));
      if (read.kind === "assignment") assignments.push(read.value);
      if (read.problem !== undefined) problems.push({ line, text: read.problem });
      if (read.kind === "assignment" && read.problem === undefined) {
        known.set(read.value.key, read.value.value);
        next = behind(text, read.value, rules);
      }
      if (read.kind === "none" && read.end !== undefined)
        next = endOfLine(text, read.end, rules) + 1;
    }
    if (entry !== whole) next = entry.end + 1;
    next ??= endOfLine(text, first, rules) + 1;
    line += countLines(text, at, next);
    at = next;
  }
  return { assignments, problems };
}

/** The others take a file as it comes. */
const whole: PhpEntry = { end: Number.POSITIVE_INFINITY, isLost: false };

/** Where the next line starts, or what stands for one. */
function behind(text: string, { end, quote }: EnvAssignment, rules: DialectRules): number {
  return quote !== "" && rules.behindQuote === "assignment" ? end : endOfLine(text, end, rules) + 1;
}

type Read =
  | { readonly kind: "assignment"; readonly value: EnvAssignment; readonly problem?: string }
  | { readonly kind: "none"; readonly problem: string; readonly end?: number };

function readAssignment(
  text: string,
  at: number,
  line: number,
  dialect: EnvDialect,
  lookup: Lookup,
): Read {
  const rules = envDialects[dialect];
  rules.head.lastIndex = at;
  const head = rules.head.exec(text);
  const key = head?.[1];
  if (head === null || key === undefined) {
    const written = text.slice(at, endOfLine(text, at, rules));
    const equals = written.indexOf("=");
    if (equals < 0) return { kind: "none", problem: 'no "=" in it' };
    // Its value is read all the same, and may go on over several lines.
    const { end } = readEnvValue(text, at + equals + 1, rules, lookup);
    return { kind: "none", problem: noName, ...(dialect === "systemd" ? { end } : {}) };
  }
  const start = rules.head.lastIndex;
  const strict = readEnvValue(text, start, rules, lookup);
  const read =
    dialect === "dotenv" && strict.problem !== undefined
      ? literal(text, key, start, strict)
      : strict;
  const value = { ...read, key, line, start };
  return read.problem === undefined
    ? { kind: "assignment", value }
    : { kind: "assignment", value, problem: read.problem };
}

const noName = "no name that can be read before the value";

/**
 * Quotes that do not enclose the whole value: the package itself says what becomes of them. It
 * gets no more than the line: on a file of blank lines it takes time by their square.
 */
function literal(text: string, key: string, start: number, strict: EnvValue): EnvValue {
  const read = readEnvValue(text, start, { ...envDialects.dotenv, quotes: "" }, () => undefined);
  const lineEnd = endOfLine(text, start, envDialects.dotenv);
  // Over several lines it tries each escaped quote for the closing one, from the last to the first.
  if (strict.end > lineEnd && text.slice(lineEnd, strict.end).includes('\\"')) {
    return { ...read, problem: "a backslash before a quote that may be the closing one" };
  }
  return { ...read, value: parse(`${key}=${text.slice(start, lineEnd)}`)[key] ?? read.value };
}

function isEmptyLine(text: string, at: number, rules: DialectRules): boolean {
  const first = text[at] ?? "\n";
  return rules.newlines.includes(first) || rules.commentLines.includes(first);
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (/^[ \t\v\f\r]/.test(text[at] ?? "")) at += 1;
  return at;
}

function endOfLine(text: string, from: number, { newlines }: DialectRules): number {
  let at = from;
  while (at < text.length && !newlines.includes(text[at] ?? "")) at += 1;
  return at;
}

function countLines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) {
    count += 1;
  }
  return count;
}

/** Line ends as the dialect knows them, turned into `\n`; a byte order mark is left out. */
export function normaliseLines(text: string, dialect: EnvDialect): string {
  const plain = text.startsWith("\ufeff") ? text.slice(1) : text;
  return plain.replaceAll(lineEnds[dialect], "\n");
}

const lineEnds: Readonly<Record<EnvDialect, RegExp>> = {
  dotenv: /\r\n?/g,
  php: /\r\n?/g,
  // Inside quotes a carriage return is part of the value.
  systemd: /$^/g,
  compose: /$^/g,
  // A shell takes the carriage return for part of the value.
  shell: /$^/g,
};
