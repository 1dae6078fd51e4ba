import type { RandomBelow } from "../../src/core/mint/mint.ts";

/** Parts of patterns: literals that fit the test's files, wildcards, classes, escapes. */
const parts = [
  ..."* ** ? .env .env* .env.* *.log *.sql *.sql.gz *.bak config storage logs backups keys Deep*".split(
    " ",
  ),
  ..."[a-e]* [!.]* [^.]* [[:upper:]]* [.]env .en[v] \\.env *.[lL][oO][gG] *.[sS]ql id_* DUMP* 20?? ä".split(
    " ",
  ),
  "Deep\\ Er",
  "a\\ \\[1\\].log",
  "a [[]1].log",
] as const;

const ends = ["", "", "", "/", " ", "\\ ", "\t", "   "] as const;

/** A few lines of ignore rules: anchors, negation, nesting, `**`, classes, escapes, comments. */
export function randomIgnoreFile(random: RandomBelow): string {
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const line = (): string => {
    if (random(12) === 0)
      return pick(["", "# .env", "\\#x", "\\!important", "/", "!", "[", "**", "!*/"]);
    const depth = 1 + (random(3) === 0 ? 1 : 0) + (random(6) === 0 ? 1 : 0);
    const path = Array.from({ length: depth }, () => pick(parts)).join("/");
    return `${pick(["", "", "", "!"])}${pick(["", "", "/", "**/"])}${path}${pick(ends)}`;
  };
  const lines = Array.from({ length: 1 + random(5) }, line);
  const newline = random(8) === 0 ? "\r\n" : "\n";
  const start = random(15) === 0 ? "\uFEFF" : "";
  return `${start}${lines.join(newline)}${random(4) === 0 ? "" : newline}`;
}
