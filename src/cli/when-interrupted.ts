import { GuardError } from "../core/error.ts";
import { exitCodes } from "../core/exit.ts";
import { exitCodeOf } from "./failure.ts";
import type { Session } from "./session.ts";

/**
 * Says what an interruption has left behind, and how to go on: at a question, or while something
 * runs. What was answered is on the disk by then, see the dialogues.
 *
 * @param left looks at the disk; its lines are for people.
 */
export async function whenInterrupted<T>(
  { terminal, onInterrupt }: Pick<Session, "terminal" | "onInterrupt">,
  left: () => readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const say = () => terminal.note("", ...quietly(left));
  const forget = onInterrupt(say);
  try {
    return await work();
  } catch (error) {
    if (exitCodeOf(error) === exitCodes.interrupted) say();
    throw error;
  } finally {
    forget();
  }
}

/** Whoever interrupts wants an end, and no second error. */
function quietly(left: () => readonly string[]): readonly string[] {
  try {
    return left();
  } catch (error) {
    if (error instanceof GuardError) return [];
    throw error;
  }
}
