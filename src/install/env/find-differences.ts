import type { EnvContent, EnvDialect } from "../../core/install/install.ts";
import { mask } from "../../core/secrets/mask.ts";
import type { EnvAssignment } from "./read-assignment.ts";

interface Reading {
  readonly dialect: EnvDialect;
  readonly deciding: readonly EnvAssignment[];
}

/**
 * Who else is likely to read a file of that dialect, when nothing better is known: an `.env` in a
 * project folder is read by the program, whichever its language, and by docker compose.
 */
export const likelyReaders: Readonly<Record<EnvDialect, readonly EnvDialect[]>> = {
  dotenv: ["php", "compose"],
  php: ["dotenv", "compose"],
  compose: ["dotenv"],
  systemd: [],
  shell: [],
};

/** Names that `main` and another reader both accept, with different values. One per name. */
export function findDifferences(
  main: Reading,
  others: readonly Reading[],
): EnvContent["differences"] {
  const found = new Map<string, EnvContent["differences"][number]>();
  for (const other of others) {
    const theirs = new Map(other.deciding.map((assignment) => [assignment.key, assignment]));
    for (const { key, value, line } of main.deciding) {
      const their = theirs.get(key);
      if (!their || their.value === value || found.has(key)) continue;
      const text = describe(main.dialect, value, other.dialect, their.value);
      found.set(key, { key, line, text });
    }
  }
  return [...found.values()].toSorted((a, b) => a.line - b.line);
}

function describe(one: EnvDialect, ours: string, other: EnvDialect, theirs: string): string {
  const [left, right] = [shown(ours), shown(theirs)];
  if (left === right) return `${one} and ${other} read different values`;
  return `${one} reads ${left}, ${other} reads ${right}`;
}

function shown(value: string): string {
  return value === "" ? "nothing" : mask(value);
}
