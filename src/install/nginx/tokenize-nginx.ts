/** `word` carries its text without quotes; `end` is `;`, `open` and `close` are braces. */
export interface NginxToken {
  readonly kind: "word" | "end" | "open" | "close" | "raw";
  readonly text: string;
  readonly line: number;
}

export interface NginxTokens {
  readonly tokens: readonly NginxToken[];
  /** Why the text is not nginx configuration, as `line 4: quote is never closed`. */
  readonly problem?: string;
}

const blank = /\s/;

/**
 * Splits nginx configuration into words as nginx's own parser does: quotes only count at the start
 * of a word, `${name}` does not open a block, a Lua block is taken whole.
 * https://github.com/nginx/nginx/blob/master/src/core/ngx_conf_file.c (ngx_conf_read_token)
 */
export function tokenizeNginx(text: string): NginxTokens {
  const tokens: NginxToken[] = [];
  let line = 1;
  let at = 0;
  const push = (kind: NginxToken["kind"], value: string) =>
    tokens.push({ kind, text: value, line });
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === "\n") line += 1;
    if (blank.test(character)) at += 1;
    else if (character === "#") at = lineEnd(text, at);
    else if (character === ";") at = step(at, () => push("end", ";"));
    else if (character === "}") at = step(at, () => push("close", "}"));
    else if (character === "{") {
      if (opensLua(tokens)) {
        const end = rawBlockEnd(text, at);
        if (end === undefined) return { tokens, problem: `line ${line}: block is never closed` };
        push("raw", "");
        line += newlines(text.slice(at, end));
        at = end;
      } else at = step(at, () => push("open", "{"));
    } else {
      const word =
        character === '"' || character === "'" ? quotedWord(text, at) : plainWord(text, at);
      if (!word) return { tokens, problem: `line ${line}: quote is never closed` };
      push("word", word.text);
      line += newlines(text.slice(at, word.end));
      at = word.end;
    }
  }
  return { tokens };
}

function step(at: number, emit: () => void): number {
  emit();
  return at + 1;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

function newlines(text: string): number {
  return text.split("\n").length - 1;
}

interface Word {
  readonly text: string;
  readonly end: number;
}

function quotedWord(text: string, start: number): Word | undefined {
  const quote = text.charAt(start);
  let value = "";
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === quote) return { text: value, end: at + 1 };
    const escape = character === "\\" ? unescaped(text.charAt(at + 1)) : undefined;
    if (character === "\\") at += 1;
    value += character === "\\" ? (escape ?? `\\${text.charAt(at)}`) : character;
  }
  return undefined;
}

function plainWord(text: string, start: number): Word {
  let value = "";
  let at = start;
  while (at < text.length) {
    const character = text.charAt(at);
    if (blank.test(character) || character === ";") break;
    if (character === "{" && !value.endsWith("$")) break;
    if (character === "\\") {
      const next = text.charAt(at + 1);
      value += unescaped(next) ?? `\\${next}`;
      at += 2;
    } else if (character === "{") {
      // `${name}`: up to the brace, as part of the word.
      const end = text.indexOf("}", at);
      const stop = end < 0 ? text.length : end + 1;
      value += text.slice(at, stop);
      at = stop;
    } else {
      value += character;
      at += 1;
    }
  }
  return { text: value, end: at };
}

/** What nginx makes of a backslash pair; undefined keeps both characters. */
function unescaped(next: string): string | undefined {
  const known: Record<string, string> = { t: "\t", r: "\r", n: "\n" };
  if (next === '"' || next === "'" || next === "\\") return next;
  return known[next];
}

function opensLua(tokens: readonly NginxToken[]): boolean {
  for (let index = tokens.length - 1; index >= 0; index -= 1) {
    const token = tokens[index];
    if (token?.kind !== "word") return false;
    if (token.text.endsWith("_by_lua_block")) return true;
  }
  return false;
}

/** Position behind the matching brace of a Lua block; strings and comments are stepped over. */
function rawBlockEnd(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "{") depth += 1;
    else if (character === "}" && --depth === 0) return at + 1;
    else if (character === '"' || character === "'") at = luaStringEnd(text, at);
    else if (text.startsWith("--", at)) at = lineEnd(text, at) - 1;
  }
  return undefined;
}

function luaStringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text.charAt(at) === "\\") at += 1;
    else if (text.charAt(at) === text.charAt(start)) return at;
  }
  return text.length;
}
