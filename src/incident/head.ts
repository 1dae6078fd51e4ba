import { usageError } from "../core/error.ts";

const shownDigits = 16;

/** `5f2c 91d0 7ab4 e366`: enough of a hash to find it again, short enough to read aloud. */
export function shownHead(hash: string): string {
  return (hash.slice(0, shownDigits).match(/.{4}/g) ?? []).join(" ");
}

/**
 * The hex digits of a head as somebody typed it: 16 at least, blanks do not count.
 *
 * @throws GuardError `BAD_HEAD`
 */
export function parseHead(text: string): string {
  const digits = text.replaceAll(/[\s-]/g, "").toLowerCase();
  if (/^[0-9a-f]{16,64}$/.test(digits)) return digits;
  throw usageError(
    "BAD_HEAD",
    "--head: a head has 16 hexadecimal digits or more",
    'write it as it was printed: --head "5f2c 91d0 7ab4 e366"',
  );
}
