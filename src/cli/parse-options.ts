import path from "node:path";
import { usageError } from "../core/error.ts";
import { nearest } from "../core/text/nearest.ts";
import { type FailOn, severities } from "../core/severity.ts";
import type { CommonOptions } from "./options.ts";

/** Options as commander leaves them: text, flags and lists under their camel-case names. */
export type RawOptions = Readonly<Record<string, unknown>>;

const endings: Readonly<Record<string, string>> = {
  ".ics": "ics",
  ".json": "json",
  ".md": "markdown",
  ".sarif": "sarif",
  ".txt": "human",
  ".sh": "sh",
  ".xml": "junit",
};

/** @param formats what the command can print; the first is its default. */
export function commonOptions(
  raw: RawOptions,
  formats: readonly string[],
  cwd: string,
): CommonOptions {
  const output = textOf(raw, "output");
  const config = textOf(raw, "config");
  const stateDir = textOf(raw, "stateDir");
  const now = textOf(raw, "now");
  return {
    ...(config === undefined ? {} : { config }),
    ...(stateDir === undefined ? {} : { stateDir: path.resolve(cwd, stateDir) }),
    format: formatOf(textOf(raw, "format"), output, formats),
    ...(output === undefined ? {} : { output }),
    failOn: failOnOf(textOf(raw, "failOn") ?? "medium"),
    quiet: raw["quiet"] === true,
    verbose: raw["verbose"] === true,
    debug: raw["debug"] === true,
    color: raw["color"] !== false,
    yes: raw["yes"] === true,
    ...(now === undefined ? {} : { now: instantOf(now) }),
  };
}

export function textOf(raw: RawOptions, name: string): string | undefined {
  const value = raw[name];
  if (typeof value !== "string") return undefined;
  if (value !== "") return value;
  const flag = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw usageError(
    "EMPTY_OPTION",
    `--${flag}: the value is empty`,
    "give it a value or leave it out",
  );
}

/** The options that are there, under their names. */
export function textsOf<K extends string>(
  raw: RawOptions,
  names: readonly K[],
): { readonly [name in K]?: string } {
  const texts = names.flatMap((name) => {
    const text = textOf(raw, name);
    return text === undefined ? [] : [[name, text]];
  });
  return Object.fromEntries(texts) as { readonly [name in K]?: string };
}

/** Comma lists and repeated options are the same. */
export function listOf(raw: RawOptions, name: string): readonly string[] {
  const value = raw[name];
  const texts = Array.isArray(value) ? value.map(String) : [];
  return texts
    .flatMap((text) => text.split(","))
    .map((text) => text.trim())
    .filter(Boolean);
}

export function transactionOf(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw usageError(
    "BAD_TRANSACTION",
    `transaction "${text}" is no number`,
    "list the transactions with: undo --list",
  );
}

function formatOf(
  given: string | undefined,
  output: string | undefined,
  formats: readonly string[],
): string {
  const first = formats[0] ?? "human";
  if (given === undefined && output === undefined) return first;
  const ending = output === undefined ? "" : path.extname(output).toLowerCase();
  const format = given ?? endings[ending];
  if (format === undefined) {
    throw usageError(
      "UNKNOWN_FORMAT",
      `--output: the ending "${ending}" does not tell the format`,
      `name it with --format ${formats.join("|")}`,
    );
  }
  return oneOf("--format", format, formats, "UNKNOWN_FORMAT");
}

function failOnOf(text: string): FailOn {
  return oneOf<FailOn>("--fail-on", text, [...severities, "never"], "UNKNOWN_SEVERITY");
}

function oneOf<T extends string>(flag: string, text: string, known: readonly T[], code: string): T {
  const match = known.find((each) => each === text);
  if (match !== undefined) return match;
  const guess = nearest(text, known);
  throw usageError(
    code,
    `${flag}: "${text}" is none of ${known.join(", ")}`,
    guess === undefined ? `choose one of ${known.join(", ")}` : `did you mean "${guess}"?`,
  );
}

// https://www.rfc-editor.org/rfc/rfc3339: a day, or a moment with its offset from UTC.
const instant = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/;

export function instantOf(text: string, flag = "--now"): Date {
  const date = new Date(text);
  if (instant.test(text) && !Number.isNaN(date.getTime())) return date;
  throw usageError(
    "BAD_INSTANT",
    `${flag}: "${text}" is no moment`,
    "write it as 2026-11-24T09:31:07Z",
  );
}
