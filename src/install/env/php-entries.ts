export interface PhpEntry {
  /** Behind its last character; a line end follows, or nothing. */
  readonly end: number;
  /** It opens a quote that phpdotenv never sees closed: it and all behind it are dropped. */
  readonly isLost: boolean;
}

/**
 * The lines that phpdotenv takes together before it looks at names and values: one, or from a line
 * with `="` to the line that seems to close that quote.
 * https://github.com/vlucas/phpdotenv/blob/5.6/src/Parser/Lines.php
 */
export function phpEntryAt(text: string, start: number): PhpEntry {
  let isOpen = false;
  for (let at = start; ;) {
    const end = endOfLine(text, at);
    const line = text.slice(at, end);
    const opens = line.includes('="') && !seemsClosed(line, true);
    isOpen ||= opens;
    if (!isOpen || seemsClosed(line, opens)) return { end, isLost: false };
    if (end >= text.length) return { end, isLost: true };
    at = end + 1;
  }
}

/** Quotes behind any character but a backslash are counted; the one that opens is one of them. */
function seemsClosed(line: string, opens: boolean): boolean {
  if (line === '"') return true;
  const quotes = line.replaceAll("\\\\", "").match(/(?<=[^\\])"/g)?.length ?? 0;
  return opens ? quotes > 1 : quotes > 0;
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  return at < 0 ? text.length : at;
}
