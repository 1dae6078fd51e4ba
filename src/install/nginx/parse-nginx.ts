import { type NginxToken, tokenizeNginx } from "./tokenize-nginx.ts";

/** One directive with its place. `block` is there for `name args { ... }`. */
export interface NginxDirective {
  readonly name: string;
  readonly args: readonly string[];
  readonly block?: readonly NginxDirective[];
  readonly file: string;
  readonly line: number;
}

export interface NginxFile {
  readonly directives: readonly NginxDirective[];
  /** `line 4: ";" is missing`; the directives before it are kept. */
  readonly problem?: string;
}

/** The directives of one file; includes are left as directives. */
export function parseNginx(text: string, file: string): NginxFile {
  const { tokens, problem } = tokenizeNginx(text);
  const cursor: Cursor = { tokens, at: 0, file, ...(problem ? { problem } : {}) };
  const directives = readBlock(cursor, 0);
  return { directives, ...(cursor.problem ? { problem: cursor.problem } : {}) };
}

interface Cursor {
  readonly tokens: readonly NginxToken[];
  readonly file: string;
  at: number;
  problem?: string;
}

const deepest = 64;

function readBlock(cursor: Cursor, depth: number): NginxDirective[] {
  const directives: NginxDirective[] = [];
  for (;;) {
    const token = cursor.tokens[cursor.at];
    if (!token) {
      if (depth > 0) cursor.problem ??= "a block is never closed";
      return directives;
    }
    if (token.kind === "close") {
      cursor.at += 1;
      if (depth > 0) return directives;
      cursor.problem ??= `line ${token.line}: unexpected "}"`;
      continue;
    }
    const directive = readDirective(cursor, depth);
    if (directive) directives.push(directive);
  }
}

function readDirective(cursor: Cursor, depth: number): NginxDirective | undefined {
  const words: NginxToken[] = [];
  let token = cursor.tokens[cursor.at];
  while (token?.kind === "word") {
    words.push(token);
    cursor.at += 1;
    token = cursor.tokens[cursor.at];
  }
  const [head, ...rest] = words;
  const line = head?.line ?? token?.line ?? 0;
  if (!head || !token || token.kind === "close") {
    cursor.problem ??= head ? `line ${line}: ";" is missing` : `line ${line}: unexpected sign`;
    if (!head) cursor.at += 1;
    return undefined;
  }
  cursor.at += 1;
  const base = { name: head.text, args: rest.map((word) => word.text), file: cursor.file, line };
  if (token.kind !== "open") return token.kind === "raw" ? { ...base, block: [] } : base;
  if (depth >= deepest) {
    cursor.problem ??= `line ${line}: blocks are nested too deep`;
    cursor.at = cursor.tokens.length;
    return base;
  }
  return { ...base, block: readBlock(cursor, depth + 1) };
}
