import { parse } from "dotenv";
import type { EnvDialect } from "../../core/install/install.ts";
import { endOfLine } from "./end-of-line.ts";
import { envDialects } from "./env-dialects.ts";
import type { Lookup } from "./expand-reference.ts";
import { type EnvValue, readEnvValue } from "./read-env-value.ts";

export interface EnvAssignment extends EnvValue {
  readonly key: string;
  /** From 1. */
  readonly line: number;
  /** Where the written value starts. */
  readonly start: number;
}

/** What a line turned out to be. */
export type Read =
  | { readonly kind: "assignment"; readonly value: Omit<EnvAssignment, "line"> }
  | { readonly kind: "none"; readonly problem: string; readonly end?: number };

/** The assignment that starts at `at`, the first letter of a line. */
export function readAssignment(
  text: string,
  at: number,
  dialect: EnvDialect,
  lookup: Lookup,
): Read {
  const rules = envDialects[dialect];
  rules.head.lastIndex = at;
  const head = rules.head.exec(text);
  const key = head?.[1];
  if (head === null || key === undefined) {
    const written = text.slice(at, endOfLine(text, at, rules.newlines));
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
  const value = { ...read, key, start };
  return { kind: "assignment", value };
}

const noName = "no name that can be read before the value";

/**
 * Quotes that do not enclose the whole value: the package itself says what becomes of them. It
 * gets no more than the line: on a file of blank lines it takes time by their square.
 */
function literal(text: string, key: string, start: number, strict: EnvValue): EnvValue {
  const read = readEnvValue(text, start, { ...envDialects.dotenv, quotes: "" }, () => undefined);
  const lineEnd = endOfLine(text, start, envDialects.dotenv.newlines);
  // Over several lines it tries each escaped quote for the closing one, from the last to the first.
  if (strict.end > lineEnd && text.slice(lineEnd, strict.end).includes(`\\${strict.quote}`)) {
    const problem = "a backslash before a quote that may be the closing one";
    return { ...read, problem, isOpen: true, isUntold: true };
  }
  return { ...read, value: parse(`${key}=${text.slice(start, lineEnd)}`)[key] ?? read.value };
}
