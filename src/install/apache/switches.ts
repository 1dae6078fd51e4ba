import { joinPath } from "../../core/text/path-text.ts";
import type { ApacheState } from "./apache-state.ts";

export type Switch = "true" | "false" | "unknown";

/** Whether the content of `<IfModule>` and its kin is read. */
export function judgeSwitch(name: string, args: readonly string[], state: ApacheState): Switch {
  const [first = "", second] = args;
  const negated = first.startsWith("!");
  const argument = negated ? first.slice(1) : first;
  switch (name) {
    case "ifmodule":
      return truth(hasModule(argument, state) !== negated);
    case "ifdefine":
      return truth(state.defined.has(argument) !== negated);
    case "iffile":
      return fileThere(argument, negated, state);
    default:
      return versionIs(first, second);
  }
}

/** The file of a PHP module carries its version, or none. */
function hasModule(name: string, { modules }: ApacheState): boolean {
  if (modules.has(name)) return true;
  const php = /^mod_php(\d*)\.c$/.exec(name);
  return php !== null && modules.has(`php${php[1] ?? ""}_module`);
}

function fileThere(argument: string, negated: boolean, state: ApacheState): Switch {
  const path = argument.startsWith("/") ? argument : joinPath(state.serverRoot, argument);
  const stat = state.reader.stat(path);
  return stat.kind === "blocked" ? "unknown" : truth((stat.kind === "found") !== negated);
}

/** What runs is some 2.4: a question about its third number is left open. */
function versionIs(first: string, second: string | undefined): Switch {
  const [operator, version] = second === undefined ? ["=", first] : [first, second];
  const negated = operator.startsWith("!");
  const plain = negated ? operator.slice(1) : operator;
  const numbers = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?$/.exec(version);
  if (!numbers || !/^(=|==|<|<=|>|>=)$/.test(plain)) return "unknown";
  const asked = Number(numbers[1]) * 1000 + Number(numbers[2] ?? 0);
  const third = Number(numbers[3] ?? 0);
  if (asked !== 2004) return truth(compared(plain, 2004 - asked) !== negated);
  if (third > 0) return "unknown";
  // 2.4.x with x > 0 against 2.4.0.
  return truth(compared(plain, 1) !== negated);
}

function compared(operator: string, difference: number): boolean {
  if (operator.startsWith("<")) return difference < 0;
  if (operator.startsWith(">")) return difference > 0;
  return difference === 0;
}

function truth(value: boolean): Switch {
  return value ? "true" : "false";
}
