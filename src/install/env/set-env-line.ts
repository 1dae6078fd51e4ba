import { environmentError } from "../../core/error.ts";
import type { GuardError } from "../../core/error.ts";
import type { EnvDialect } from "../../core/install/install.ts";
import { envDialects } from "./env-dialects.ts";
import { likelyReaders } from "./find-differences.ts";
import { normaliseLines, scanEnv } from "./scan-env.ts";
import type { EnvAssignment } from "./read-assignment.ts";
import type { EnvScan } from "./scan-env.ts";

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
  const own = expectationOf(text, key, value, dialect);
  const quote = own.current?.quote ?? "";
  const ways = new Set([quote, "", '"', "'", "`"].flatMap((way) => writings(value, way, dialect)));
  let others: readonly Expectation[] | undefined;
  let first: string | undefined;
  for (const way of ways) {
    const changed = own.current
      ? replaced(text, own.current, way, dialect)
      : appended(text, key, way);
    if (!isMet(own, changed)) continue;
    others ??= likelyReaders[dialect].map((other) => expectationOf(text, key, value, other));
    if (others.every((other) => isMet(other, changed))) return changed;
    first ??= changed;
  }
  if (first === undefined) throw notWritable(key, dialect);
  return first;
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

/** What a reader shall get from the file after the change. */
interface Expectation {
  readonly dialect: EnvDialect;
  readonly key: string;
  /** The assignment that counts, before the change. */
  readonly current: EnvAssignment | undefined;
  readonly values: ReadonlyMap<string, string>;
  readonly problems: number;
}

/** The value as it was given, and nothing else: but what is made of it by reference follows it. */
function expectationOf(text: string, key: string, value: string, dialect: EnvDialect): Expectation {
  const plain = normaliseLines(text, dialect);
  const old = scanEnv(plain, dialect);
  const current = lastOf(old, key);
  const isReferred = old.assignments.some(({ references }) => references?.includes(key) === true);
  const scan =
    current && isReferred ? scanEnv(plain, dialect, { start: current.start, value }) : old;
  const values = valuesOf(scan).set(key, `undefined:${value}`);
  return { dialect, key, current, values, problems: scan.problems.length };
}

/** The value must not depend on what a name stands for, either. */
function isMet({ dialect, key, values, problems }: Expectation, changed: string): boolean {
  const now = scanEnv(normaliseLines(changed, dialect), dialect);
  const actual = valuesOf(now);
  return (
    problems >= now.problems.length &&
    values.size === actual.size &&
    [...values].every(([name, read]) => actual.get(name) === read) &&
    lastOf(now, key)?.references === undefined
  );
}

function lastOf({ assignments }: EnvScan, key: string): EnvAssignment | undefined {
  return assignments.findLast((assignment) => assignment.key === key);
}

function valuesOf({ assignments }: EnvScan): Map<string, string> {
  return new Map(assignments.map((entry) => [entry.key, `${entry.problem}:${entry.value}`]));
}
