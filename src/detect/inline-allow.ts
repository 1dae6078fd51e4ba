import type { Buffer } from "node:buffer";

/** How far from a match on its line the remark is looked for, in bytes. */
const reach = 4096;
const remark = /guard:allow[ \t]+(\S[^\r\n]{0,300})/;
const commentEnd = /\*\/|-->|#\}|\*\)|%>|\?>/;

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The reason of a `guard:allow <reason>` on the line of a match; undefined without a reason, since
 * an exception that nobody explains is none. Secrets are cut out of it.
 *
 * @param secrets in byte order, free of overlaps.
 * @param index which of them the remark is asked for.
 */
export function findInlineAllow(
  bytes: Buffer,
  lineStart: number,
  secrets: readonly Span[],
  index: number,
): string | undefined {
  const match = secrets[index] ?? { start: 0, end: 0 };
  const from = Math.max(lineStart, match.start - reach);
  const after = bytes.subarray(match.end, match.end + reach);
  const newline = after.indexOf(0x0a);
  const to = match.end + (newline < 0 ? after.length : newline);
  if (bytes.subarray(from, to).indexOf("guard:allow") < 0) return undefined;
  const text = withoutSecrets(bytes, { start: from, end: to }, secrets, index);
  const reason = remark.exec(text)?.[1]?.split(commentEnd, 1)[0]?.trim();
  return reason === "" ? undefined : reason;
}

function withoutSecrets(
  bytes: Buffer,
  line: Span,
  secrets: readonly Span[],
  index: number,
): string {
  let first = index;
  while ((secrets[first - 1]?.end ?? 0) > line.start) first -= 1;
  let text = "";
  let at = line.start;
  for (; (secrets[first]?.start ?? Infinity) < line.end; first += 1) {
    const { start, end } = secrets[first] ?? line;
    text += `${bytes.toString("utf8", at, Math.max(at, start))}(secret)`;
    at = end;
  }
  return text + bytes.toString("utf8", at, Math.max(at, line.end));
}
