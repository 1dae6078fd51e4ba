/**
 * Arguments as Apache splits them: blanks part them, quotes only count at the start of one, a
 * backslash escapes itself and the quote.
 * https://github.com/apache/httpd/blob/2.4.x/server/util.c (ap_getword_conf)
 */
export function splitArguments(text: string): readonly string[] {
  const words: string[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const first = text.charAt(at);
    const quote = first === '"' || first === "'" ? first : "";
    const start = quote === "" ? at : at + 1;
    const end = quote === "" ? blankAfter(text, start) : quoteAfter(text, start, quote);
    words.push(unescaped(text.slice(start, end), quote));
    at = quote === "" ? end : end + 1;
  }
  return words;
}

/** Arguments of RewriteRule and RewriteCond: backslashes stay, `\ ` does not part. */
export function splitRewriteArguments(text: string): readonly string[] {
  const words: string[] = [];
  let at = 0;
  while (at < text.length) {
    const first = text.charAt(at);
    if (/\s/.test(first)) {
      at += 1;
      continue;
    }
    const quote = first === '"' || first === "'" ? first : "";
    const start = quote === "" ? at : at + 1;
    let end = start;
    while (end < text.length) {
      const character = text.charAt(end);
      if (quote === "" ? /\s/.test(character) : character === quote) break;
      end += character === "\\" && (quote === "" || text.charAt(end + 1) === quote) ? 2 : 1;
    }
    words.push(text.slice(start, Math.min(end, text.length)));
    at = quote === "" ? end : end + 1;
  }
  return words;
}

function blankAfter(text: string, start: number): number {
  const found = text.slice(start).search(/\s/);
  return found < 0 ? text.length : start + found;
}

function quoteAfter(text: string, start: number, quote: string): number {
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === quote) return at;
    if (character === "\\" && (text.charAt(at + 1) === "\\" || text.charAt(at + 1) === quote)) {
      at += 1;
    }
  }
  return text.length;
}

function unescaped(text: string, quote: string): string {
  return text.replaceAll(/\\(.)/gs, (pair, next: string) =>
    next === "\\" || (quote !== "" && next === quote) ? next : pair,
  );
}
