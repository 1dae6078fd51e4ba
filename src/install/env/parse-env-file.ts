import type { EnvContent, EnvDialect, EnvEntry } from "../../core/install/install.ts";
import { Secret } from "../../core/secrets/secret.ts";
import { findDifferences, likelyReaders } from "./find-differences.ts";
import { normaliseLines, scanEnv } from "./scan-env.ts";
import type { EnvAssignment } from "./read-assignment.ts";
import type { EnvProblem, EnvScan } from "./scan-env.ts";

/** Real files have some hundred; each name is held against all that are known. */
const mostEntries = 10_000;

/**
 * What a program that reads the file as `dialect` gets from it.
 *
 * @param known further programs that read the same file: what they read differently, and what is a
 * mistake to them, is told. Default: those that may read it, of which only other values are told.
 */
export function parseEnvFile(
  bytes: Uint8Array,
  dialect: EnvDialect,
  known?: readonly EnvDialect[],
): EnvContent {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const scan = scanAs(text, dialect);
  const deciding = lastOfEach(scan.assignments);
  const problems = [
    ...encodingProblems(bytes, text, dialect),
    ...scan.problems,
    ...tooMany(deciding[mostEntries]),
    ...(known ?? []).flatMap((other) => problemsTo(other, scanAs(text, other), scan)),
  ].toSorted((a, b) => a.line - b.line);
  const untold = problems.find(({ isUntold }) => isUntold);
  return {
    entries: deciding.slice(0, mostEntries).map(({ key, value, line, references }): EnvEntry => {
      return { key, value: new Secret(value), line, ...(references ? { references } : {}) };
    }),
    problems: problems.map(textOf),
    ...(untold ? { untold: textOf(untold) } : {}),
    differences: findDifferences(
      { dialect, deciding },
      (known ?? likelyReaders[dialect]).map((other) => ({
        dialect: other,
        deciding: lastOfEach(scanAs(text, other).assignments),
      })),
    ),
  };
}

function textOf({ line, text }: EnvProblem): string {
  return `line ${line}: ${text}`;
}

/** Mistakes to another reader, on lines that are none to the first one. */
function problemsTo(
  other: EnvDialect,
  { problems }: EnvScan,
  first: EnvScan,
): readonly EnvProblem[] {
  const lines = new Set(first.problems.map(({ line }) => line));
  return problems
    .filter(({ line }) => !lines.has(line))
    .map((problem) => ({ ...problem, text: `${problem.text}, to ${other}` }));
}

function tooMany(first: EnvAssignment | undefined): readonly EnvProblem[] {
  if (!first) return [];
  return [{ line: first.line, text: `more than ${mostEntries} settings`, isUntold: true }];
}

function scanAs(text: string, dialect: EnvDialect): EnvScan {
  return scanEnv(normaliseLines(text, dialect), dialect);
}

/**
 * The assignment of each name that counts, which is the last, in file order. Where that one cannot
 * be read, an earlier one does not stand for it.
 */
function lastOfEach(assignments: readonly EnvAssignment[]): readonly EnvAssignment[] {
  const last = new Map(assignments.map((assignment) => [assignment.key, assignment]));
  return [...last.values()]
    .filter(({ problem }) => problem === undefined)
    .toSorted((a, b) => a.start - b.start);
}

function encodingProblems(
  bytes: Uint8Array,
  text: string,
  dialect: EnvDialect,
): readonly EnvProblem[] {
  const problems: EnvProblem[] = [];
  if (text.startsWith("\ufeff") && (dialect === "systemd" || dialect === "shell")) {
    problems.push({
      line: 1,
      text: `a byte order mark, which ${dialect} takes for part of a name`,
    });
  }
  const isUtf8 = !text.includes("\ufffd") || Buffer.from(text, "utf8").equals(bytes);
  if (isUtf8 && !text.includes("\0")) return problems;
  for (const [index, line] of text.split("\n").entries()) {
    // On a line that sets nothing they change nothing.
    const untold = line.includes("=") ? ({ isUntold: true } as const) : {};
    const at = { line: index + 1, ...untold };
    if (line.includes("\0")) problems.push({ ...at, text: "a NUL byte" });
    if (!isUtf8 && line.includes("\ufffd")) problems.push({ ...at, text: "not UTF-8" });
  }
  return problems;
}
