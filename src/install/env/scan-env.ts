import type { EnvDialect } from "../../core/install/install.ts";
import { endOfLine } from "./end-of-line.ts";
import { envDialects } from "./env-dialects.ts";
import type { DialectRules } from "./env-dialects.ts";
import { phpEntryAt } from "./php-entries.ts";
import { type EnvAssignment, type Read, readAssignment } from "./read-assignment.ts";
import { notClosed } from "./read-env-value.ts";
import { isHarmlessCommand, shellCommandAt } from "./shell-command.ts";

export interface EnvProblem {
  readonly line: number;
  readonly text: string;
  /** The reader gets values there that are not known here; otherwise it gets none. */
  readonly isUntold?: true;
}

export interface EnvScan {
  /** In file order, duplicates and unreadable ones (with `problem`) included. */
  readonly assignments: readonly EnvAssignment[];
  readonly problems: readonly EnvProblem[];
}

/** What the assignment that starts there shall hold, whatever stands there. */
export interface InsteadOf {
  readonly start: number;
  readonly value: string;
}

/** A file being read. */
interface Scanning {
  readonly instead: InsteadOf | undefined;
  readonly text: string;
  readonly dialect: EnvDialect;
  readonly rules: DialectRules;
  readonly assignments: EnvAssignment[];
  readonly problems: EnvProblem[];
  /** By name; null for a value that cannot be told. */
  readonly known: Map<string, string | null>;
  /** Above 0: whether what comes next is in force cannot be told, as within a condition. */
  depth: number;
}

/**
 * All assignments of a text with their places. Line ends are `\n` ({@link normaliseLines}).
 *
 * @param instead what references to that assignment get in place of what it holds.
 */
export function scanEnv(text: string, dialect: EnvDialect, instead?: InsteadOf): EnvScan {
  const scanning: Scanning = {
    instead,
    text,
    dialect,
    rules: envDialects[dialect],
    assignments: [],
    problems: [],
    known: new Map(),
    depth: 0,
  };
  let line = 1;
  for (let at = 0; at < text.length;) {
    const next = dialect === "php" ? phpEntry(scanning, at, line) : lineAt(scanning, at, line);
    line += countLines(text, at, next);
    at = next;
  }
  const { assignments, problems } = scanning;
  return { assignments, problems };
}

/** Reads what phpdotenv takes together. @returns where the next entry starts. */
function phpEntry(scanning: Scanning, at: number, line: number): number {
  const { text } = scanning;
  const { end, isLost } = phpEntryAt(text, at);
  if (isLost) {
    scanning.problems.push({ line, text: notClosed });
    return text.length;
  }
  const entry = text.slice(0, end);
  const first = skipIndent(entry, at, scanning.rules);
  if (!isEmptyLine(entry, first, scanning.rules))
    take(scanning, line, readAt(scanning, entry, first));
  return end + 1;
}

/** Reads a line with all that its value goes on over. @returns where the next one starts. */
function lineAt(scanning: Scanning, at: number, line: number): number {
  const { text, rules, dialect } = scanning;
  const first = skipIndent(text, at, rules);
  if (isEmptyLine(text, first, rules)) {
    const lineEnd = endOfLine(text, first, rules.newlines);
    if (dialect === "systemd") doubtBehind(scanning, text.slice(first, lineEnd), line);
    return lineEnd + 1;
  }
  const read = readAt(scanning, text, first);
  const isPlain = read.kind === "assignment" && read.value.problem === undefined;
  if (dialect === "shell" && !isPlain) return shellCommand(scanning, first, line, read);
  take(scanning, line, read);
  if (read.kind === "none") return endOfLine(text, read.end ?? first, rules.newlines) + 1;
  if (!isPlain) return endOfLine(text, first, rules.newlines) + 1;
  const { end, quote } = read.value;
  const isNext = quote !== "" && rules.behindQuote === "assignment";
  return isNext ? end : endOfLine(text, end, rules.newlines) + 1;
}

function readAt({ dialect, known }: Scanning, text: string, first: number): Read {
  return readAssignment(text, first, dialect, (name) => known.get(name));
}

function take(scanning: Scanning, line: number, read: Read): void {
  const { assignments, problems, known, depth, dialect } = scanning;
  const problem = read.kind === "none" ? read.problem : read.value.problem;
  // What is more than an assignment to a shell may set anything.
  const isUntold = dialect === "shell" || (read.kind === "assignment" && read.value.isUntold);
  if (problem !== undefined) {
    problems.push({ line, text: problem, ...(isUntold ? { isUntold: true } : {}) });
  }
  if (read.kind === "none") return;
  const { key, isOpen, start } = read.value;
  const value = start === scanning.instead?.start ? scanning.instead.value : read.value.value;
  if (isOpen) scanning.depth = Number.POSITIVE_INFINITY;
  const isTold = problem === undefined && depth <= 0;
  assignments.push({ ...read.value, line, ...(isTold ? {} : { problem: problem ?? conditional }) });
  known.set(key, isTold || start === scanning.instead?.start ? value : null);
}

const conditional = "behind something that may include it, as a condition";

/** More than one assignment, or none: whatever it names has a value that cannot be told. */
function shellCommand(scanning: Scanning, first: number, line: number, read: Read): number {
  const { text, assignments, known } = scanning;
  if (read.kind === "none" && isHarmlessCommand(text, first)) {
    return endOfLine(text, first) + 1;
  }
  take(scanning, line, read);
  const { end, names, depth } = shellCommandAt(text, first);
  scanning.depth += depth;
  const own = read.kind === "assignment" ? read.value.key : undefined;
  for (const key of names.filter((name) => name !== own)) {
    const place = { line, start: first, end, quote: "" };
    assignments.push({ key, value: "", ...place, problem: "set by a command" });
    known.set(key, null);
  }
  return end + 1;
}

/** Before systemd 254 such a comment goes on over the next line; later ones end it. */
function doubtBehind(scanning: Scanning, comment: string, line: number): void {
  if ((/\\*$/.exec(comment)?.[0].length ?? 0) % 2 === 0) return;
  scanning.problems.push({ line, text: "a comment that ends with a backslash", isUntold: true });
  scanning.depth = Number.POSITIVE_INFINITY;
}

function isEmptyLine(text: string, at: number, rules: DialectRules): boolean {
  const first = text[at] ?? "\n";
  return first === "\n" || rules.newlines.includes(first) || rules.commentLines.includes(first);
}

function skipIndent(text: string, from: number, { indent }: DialectRules): number {
  let at = from;
  while (indent.includes(text[at] ?? "\n")) at += 1;
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
