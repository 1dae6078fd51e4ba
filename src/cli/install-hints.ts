import { quoteWord } from "./invocation.ts";
import { registered } from "./registered.ts";

/** The other commands find their install from the current folder. */
const takingPath = ["audit", "fix", "init"];
const mostShown = 10;

export interface TypedCommand {
  readonly args: readonly string[];
  readonly invocation: string;
  readonly invocationIn: (folder: string) => string;
}

/** What was typed once more for each install: with its folder, or from within it. */
export function installHints(
  roots: readonly string[],
  { args, invocation, invocationIn }: TypedCommand,
): readonly string[] {
  const at = args.findIndex((word) => registered.includes(word));
  const command = args[at] ?? "audit";
  const words = (typed: readonly string[]) => typed.map(quoteWord).join(" ");
  return roots.slice(0, mostShown).map((root) => {
    if (!takingPath.includes(command)) {
      return `run: cd ${quoteWord(root)} && ${invocationIn(root)} ${words(args)}`;
    }
    const before = args.slice(0, Math.max(at, 0));
    return `run: ${invocation} ${words([...before, command, root, ...args.slice(at + 1)])}`;
  });
}
