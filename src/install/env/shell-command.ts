/** A command of a shell file that is more than one assignment. */
export interface ShellCommand {
  /** Behind its last character; a line end follows, or nothing. */
  readonly end: number;
  /** Names that it may set, or take away. */
  readonly names: readonly string[];
  /** How many conditions, loops and groups it opens more than it closes. */
  readonly depth: number;
}

/** What changes no value: all names that it is about are exported, or will be. */
const harmless =
  /^(?:export(?:[ \t]+[A-Za-z_]\w*)+|set[ \t]+(?:[-+]a|[-+]o[ \t]+allexport))[ \t]*(?:[ \t]#.*)?$/;

/** Whether the command does nothing to values, as `export NAME` and `set -a`. */
export function isHarmlessCommand(text: string, at: number): boolean {
  const end = text.indexOf("\n", at);
  return harmless.test(text.slice(at, end < 0 ? text.length : end));
}

/** What stands from `at` to where a shell looks for the next command, as far as it can be told. */
export function shellCommandAt(text: string, at: number): ShellCommand {
  const end = commandEnd(text, at);
  const written = text.slice(at, end);
  const setsByWord = /\b(?:unset|read|readonly|local|declare|typeset|getopts|eval|for)\b/.test(
    written,
  );
  const pattern = setsByWord ? /([A-Za-z_]\w*)/g : /([A-Za-z_]\w*)=/g;
  const names = [...written.matchAll(pattern)].flatMap((match) => match[1] ?? []);
  return { end, names: [...new Set(names)], depth: depthOf(written) };
}

/** Behind quotes, joined lines and operators that want another command. */
function commandEnd(text: string, from: number): number {
  let [quote, last, isWordStart] = ["", "", true];
  for (let at = from; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (character === "\\" && quote !== "'") {
      at += 1;
      if (text[at] !== "\n") [last, isWordStart] = ["", false];
    } else if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === "#" && isWordStart) {
      const lineEnd = text.indexOf("\n", at);
      at = (lineEnd < 0 ? text.length : lineEnd) - 1;
    } else if (character === "\n") {
      if (!last.endsWith("|") && last !== "&&") return at;
      isWordStart = true;
    } else if (character === " " || character === "\t") {
      isWordStart = true;
    } else {
      if (character === "'" || character === '"') quote = character;
      const isOperator = ";&|()<>".includes(character);
      last = isOperator ? (last + character).slice(-2) : "";
      isWordStart = isOperator;
    }
  }
  return text.length;
}

const opening = new Set(["if", "for", "while", "until", "case", "{", "("]);
const closing = new Set(["fi", "done", "esac", "}", ")"]);

function depthOf(written: string): number {
  const words = written.replaceAll(/([(){}])/g, " $1 ").split(/[\s;&|]+/);
  // Nothing behind them is read.
  if (words[0] === "exit" || words[0] === "return") return Number.POSITIVE_INFINITY;
  const count = (set: ReadonlySet<string>) => words.filter((word) => set.has(word)).length;
  return count(opening) - count(closing);
}
