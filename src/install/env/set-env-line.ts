import { environmentError } from "../../core/error.ts";
import type { GuardError } from "../../core/error.ts";
import type { EnvDialect } from "../../core/install/install.ts";
import { envDialects } from "./env-dialects.ts";
import { likelyReaders } from "./find-differences.ts";
import { normaliseLines, scanEnv } from "./scan-env.ts";
import type { EnvAssignment, EnvScan } from "./scan-env.ts";

/**
 * The text with the value of `key` replaced where it counts (its last assignment), or a line added
 * when there is none. Comments, line ends and, where the value allows, the quotes stay. Of several
 * ways to write it, one is taken that the other likely readers of such a file read alike.
 *
 * @throws GuardError `ENV_VALUE` when no way of writing makes `dialect` read that value there.
 */
export function setEnvLine(
  text: string,
  key: string,
  value: string,
  dialect: EnvDialect = "dotenv",
): string {
  if (value.includes("\0")) throw notWritable(key, dialect);
  const current = decidingOf(text, key, dialect);
  const quote = current?.quote ?? "";
  const ways = [quote, "", '"', "'", "`"].flatMap((way) => writings(value, way, dialect));
  const fitting = [...new Set(ways)]
    .map((way) => (current ? replaced(text, current, way, dialect) : appended(text, key, way)))
    .filter((changed) => readsBack(text, changed, key, value, dialect));
  const isAlike = (changed: string) =>
    likelyReaders[dialect].every((other) => readsBack(text, changed, key, value, other));
  const best = fitting.find(isAlike) ?? fitting[0];
  if (best === undefined) throw notWritable(key, dialect);
  return best;
}

function notWritable(key: string, dialect: EnvDialect): GuardError {
  return environmentError(
    "ENV_VALUE",
    `no way to write the new value of ${key} that ${dialect} reads back`,
    `set ${key} in an editor`,
  );
}

function writings(value: string, quote: string, dialect: EnvDialect): readonly string[] {
  const rules = envDialects[dialect];
  // What `$NAME` stands for on the server is not known here: it must not be looked up at all.
  const mayExpand = rules.references !== "none" && /[$`]/.test(value);
  if (quote === "") return mayExpand ? [] : [value];
  if (!rules.quotes.includes(quote)) return [];
  const plain = `${quote}${value}${quote}`;
  if (quote !== '"') return [plain];
  const names = new Map(Object.entries(rules.escapes).map(([name, meant]) => [meant, name]));
  const escaped = value.replaceAll(/[^]/g, (character) => {
    const name = names.get(character);
    return name === undefined ? character : `\\${name}`;
  });
  return mayExpand ? [`"${escaped}"`] : [plain, `"${escaped}"`];
}

function decidingOf(text: string, key: string, dialect: EnvDialect): EnvAssignment | undefined {
  const scan = scanEnv(normaliseLines(text, dialect), dialect);
  return scan.assignments.findLast((assignment) => assignment.key === key);
}

function replaced(
  text: string,
  { start, end }: EnvAssignment,
  written: string,
  dialect: EnvDialect,
): string {
  const from = placeInOriginal(text, start, dialect);
  return text.slice(0, from) + written + text.slice(placeInOriginal(text, end, dialect));
}

/** Their line ends are not normalised. */
const keepsReturns: ReadonlySet<EnvDialect> = new Set(["compose", "shell", "systemd"]);

/** Where a place of the normalised text is in the original. */
function placeInOriginal(text: string, place: number, dialect: EnvDialect): number {
  const mark = text.startsWith("\ufeff") ? 1 : 0;
  let at = mark;
  for (let count = 0; count < place; count += 1) {
    at += text.startsWith("\r\n", at) && !keepsReturns.has(dialect) ? 2 : 1;
  }
  return at;
}

function appended(text: string, key: string, written: string): string {
  const lineEnd = /\r?\n/.exec(text)?.[0] ?? "\n";
  const gap = text === "" || text.endsWith("\n") ? "" : lineEnd;
  return `${text}${gap}${key}=${written}${lineEnd}`;
}

/**
 * Whether the change did what it should and nothing else. What is made of the value by reference
 * follows it; the value itself must not depend on what a name stands for.
 */
function readsBack(
  before: string,
  after: string,
  key: string,
  value: string,
  dialect: EnvDialect,
): boolean {
  const start = decidingOf(before, key, dialect)?.start;
  const instead = start === undefined ? undefined : { start, value };
  const old = scanEnv(normaliseLines(before, dialect), dialect, instead);
  const now = scanEnv(normaliseLines(after, dialect), dialect);
  const expected = valuesOf(old).set(key, `undefined:${value}`);
  const actual = valuesOf(now);
  return (
    old.problems.length >= now.problems.length &&
    expected.size === actual.size &&
    [...expected].every(([name, read]) => actual.get(name) === read) &&
    decidingOf(after, key, dialect)?.references === undefined
  );
}

function valuesOf({ assignments }: EnvScan): Map<string, string> {
  return new Map(assignments.map((entry) => [entry.key, `${entry.problem}:${entry.value}`]));
}
