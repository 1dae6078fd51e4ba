import { runInNewContext } from "node:vm";
import { type Look, absent, blocked, found } from "../core/look.ts";

/** Long enough for any honest pattern on the largest file that is read. */
const patienceMs = 2000;

/** Where a regular expression matches first, as an offset; `^` and `$` stand for lines. */
export type PatternSearch = (pattern: string, text: string) => Look<number>;

/**
 * Searches that cannot hang: bounded patterns too may take for ever on a text that was made for
 * it, and the text is the install's. After one that ran out of time the others are not tried.
 */
export function createPatternSearch(limitMs = patienceMs): PatternSearch {
  let isOver = false;
  return (pattern, text) => {
    if (isOver) return blocked("timeout", "not searched: the pattern took too long before");
    try {
      const at: unknown = runInNewContext(
        'new RegExp(pattern, "m").exec(text)?.index',
        { pattern, text },
        { timeout: limitMs },
      );
      return typeof at === "number" ? found(at) : absent;
    } catch (error) {
      if (!isTimeout(error)) throw error;
      isOver = true;
      return blocked("timeout", "the pattern takes too long on it");
    }
  };
}

// https://nodejs.org/api/errors.html#err_script_execution_timeout
function isTimeout(error: unknown): boolean {
  // It comes from another realm, whose `Error` is another one.
  return (
    typeof error === "object" &&
    error !== null &&
    "code" in error &&
    error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
  );
}
