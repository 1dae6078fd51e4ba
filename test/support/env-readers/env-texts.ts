import type { RandomBelow } from "../../../src/core/mint/mint.ts";

const names = ["AA", "BB", "CC", "DD"] as const;

const pieces = [
  "q7Rk",
  "x",
  "0",
  "Zz9_-",
  "a.b",
  "/path",
  "k=v==",
  "@:",
  "%20",
  "ä",
  "€",
  " ",
  "  ",
  "\t",
  "#",
  " #",
  "'",
  '"',
  "`",
  "\\",
  "\\n",
  "\\\\",
  '\\"',
  "\\'",
  "\\q",
  "\\t",
  "~",
  "!",
  "?",
  "*",
  "[z]",
  "{y}",
  "^",
  "+",
  ",",
  "null",
] as const;

/** `AA` is always set before them: what a name from elsewhere stands for, nobody knows here. */
const references = [
  "$AA.",
  "$AA/",
  "${AA}",
  "${AA:-d}",
  "${AA:+f}",
  "${ZZ:-d}",
  "${ZZ-e}",
  "$%",
  "${",
  "$(",
  "${}",
] as const;

const operators = [";", "&", "|", "(", ")"] as const;

export interface EnvTextOptions {
  /** `$` in values. */
  readonly references: boolean;
  /** What a shell takes for the end of a command. */
  readonly operators: boolean;
}

/** One env file of one to four lines, quoted in every way and in none. */
export function randomEnvText(random: RandomBelow, options: EnvTextOptions): string {
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const some = (most: number): string =>
    Array.from({ length: random(most + 1) }, () => {
      if (options.references && random(7) === 0) return pick([...references, "\\$AA%"]);
      if (options.operators && random(25) === 0) return pick(operators);
      return random(3) === 0 ? pick(pieces) : pick(pieces.slice(0, 9));
    }).join("");
  const plain = (): string => `${pick(pieces.slice(0, 7))}${pick(pieces.slice(0, 7))}`;
  const quoted = (quote: string, newline: string): string =>
    `${quote}${some(4)}${random(8) === 0 ? newline : ""}${some(2)}${quote}`;
  const value = (newline: string): string => {
    switch (random(9)) {
      case 0:
        return "";
      case 1:
      case 2:
        return plain();
      case 3:
      case 4:
        return quoted('"', newline);
      case 5:
        return quoted("'", newline);
      case 6:
        return quoted(pick(['"', "'"]), newline) + some(2);
      default:
        return some(5);
    }
  };
  const line = (newline: string): string => {
    if (random(14) === 0)
      return pick([
        "",
        "# A=comment",
        " # B=c",
        "; C=d",
        "nonsense",
        "=x",
        "A",
        "export D",
        "1A=x",
        "  ",
      ]);
    const before = pick(["", "", "", "", "export ", " ", "export  "]);
    const equals = pick(["=", "=", "=", "=", "=", "= ", " =", " = ", ": "]);
    const after = pick(["", "", "", "", " ", " # note", "\t#n", "#n", "\\"]);
    return `${before}${pick(names)}${equals}${value(newline)}${after}`;
  };
  const newline = random(10) === 0 ? "\r\n" : "\n";
  const lines = ["AA=start", ...Array.from({ length: 1 + random(4) }, () => line(newline))];
  return lines.join(newline) + (random(6) === 0 ? "" : newline);
}
