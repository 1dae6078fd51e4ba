import { usageError } from "../error.ts";
import { nearest } from "./nearest.ts";

interface Glob {
  readonly head: string;
  readonly rest: readonly string[];
  readonly tail: string;
}

/** Patterns are few, and each is held against every name of a file. */
const globs = new Map<string, Glob | undefined>();

function globOf(pattern: string): Glob | undefined {
  if (!globs.has(pattern)) {
    const [head = "", ...rest] = pattern.split("*");
    const tail = rest.pop();
    globs.set(pattern, tail === undefined ? undefined : { head, rest, tail });
  }
  return globs.get(pattern);
}

/** Whether `id` matches a pattern in which `*` stands for any run of characters. */
export function matchesGlob(pattern: string, id: string): boolean {
  const glob = globOf(pattern);
  if (!glob) return pattern === id;
  const { head, rest, tail } = glob;
  if (!id.startsWith(head) || !id.endsWith(tail) || id.length < head.length + tail.length) {
    return false;
  }
  let at = head.length;
  for (const part of rest) {
    const next = id.indexOf(part, at);
    if (next < 0 || next + part.length > id.length - tail.length) return false;
    at = next + part.length;
  }
  return true;
}

/**
 * The ids that `--only` and `--skip` leave, in their given order. A pattern that matches nothing is
 * an error: a typing slip must not quietly turn an audit off.
 */
export function selectIds(
  ids: readonly string[],
  { only = [], skip = [] }: { only?: readonly string[]; skip?: readonly string[] },
): readonly string[] {
  for (const [flag, patterns] of [
    ["--only", only],
    ["--skip", skip],
  ] as const) {
    for (const pattern of patterns) assertMatchesSome(flag, pattern, ids);
  }
  const hits = (patterns: readonly string[], id: string) =>
    patterns.some((pattern) => matchesGlob(pattern, id));
  return ids.filter((id) => (only.length === 0 || hits(only, id)) && !hits(skip, id));
}

function assertMatchesSome(flag: string, pattern: string, ids: readonly string[]): void {
  if (ids.some((id) => matchesGlob(pattern, id))) return;
  const suggestion = nearest(pattern, ids);
  throw usageError(
    "UNKNOWN_AUDIT",
    `${flag} ${pattern}: no audit has that id`,
    suggestion
      ? `did you mean "${suggestion}"?`
      : "list those of a vendor rule (1 to 11) with: explain 1",
  );
}
