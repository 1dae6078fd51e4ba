import type { RuleEntry, RuleNode } from "./rule-node.ts";

/** Thrown where plain YAML ends. */
export class BeyondPlain extends Error {
  override readonly name = "BeyondPlain";
}

interface Span {
  readonly at: number;
  readonly end: number;
}

const keyExpression = /([a-z][a-z0-9-]*):(?: +(?=[^\s#])|(?: +#.*| *)$)/my;

/** The key that begins at a span; `valueAt` is absent when nothing stands behind it. */
export function readKey(text: string, { at, end }: Span) {
  keyExpression.lastIndex = at;
  const match = keyExpression.exec(text);
  if (!match) return undefined;
  const valueAt = at + match[0].length;
  const isOpen = valueAt >= end || match[0].includes("#");
  return isOpen ? { name: match[1] ?? "" } : { name: match[1] ?? "", valueAt };
}

/** A value that ends on its line, with at most a comment behind it. */
export function readInline(text: string, { at, end }: Span): RuleNode {
  const flow = text[at] === "[" || text[at] === "{";
  const { node, next } = flow ? readFlow(text, at, end) : readScalar(text, at, end, false);
  if (!/^(?: *| +#.*)$/.test(text.slice(next, end))) throw new BeyondPlain();
  return node;
}

interface Read {
  readonly node: RuleNode;
  readonly next: number;
}

function readFlow(text: string, at: number, end: number): Read {
  if (text[at] === "[") return readFlowList(text, at, end);
  if (text[at] === "{") return readFlowMap(text, at, end);
  return readScalar(text, at, end, true);
}

function readFlowList(text: string, at: number, end: number): Read {
  const items: RuleNode[] = [];
  let next = skipSpaces(text, at + 1);
  while (text[next] !== "]" || items.length > 0) {
    const read = readFlow(text, next, end);
    items.push(read.node);
    next = skipSpaces(text, read.next);
    if (text[next] === "]") break;
    next = afterComma(text, next);
  }
  return { node: { kind: "list", at, items }, next: next + 1 };
}

function readFlowMap(text: string, at: number, end: number): Read {
  const entries: RuleEntry[] = [];
  let next = skipSpaces(text, at + 1);
  for (;;) {
    const key = readKey(text, { at: next, end });
    if (key?.valueAt === undefined || entries.some((entry) => entry.key === key.name)) {
      throw new BeyondPlain();
    }
    const read = readFlow(text, key.valueAt, end);
    entries.push({ key: key.name, keyAt: next, value: read.node });
    next = skipSpaces(text, read.next);
    if (text[next] === "}") return { node: { kind: "map", at, entries }, next: next + 1 };
    next = afterComma(text, next);
  }
}

function afterComma(text: string, at: number): number {
  if (text[at] !== ",") throw new BeyondPlain();
  return skipSpaces(text, at + 1);
}

function skipSpaces(text: string, at: number): number {
  let next = at;
  while (text[next] === " ") next += 1;
  return next;
}

const quoted = /'((?:[^'\n]|'')*)'|"((?:[^"\\\n]|\\[n"\\])*)"/y;
const plainInBlock = /[A-Za-z0-9./$^(\\](?:[^\n:#]|:(?! |$)|(?<! )#)*/my;
const plainInFlow = /[A-Za-z0-9./$^(\\](?:[^\n:#,[\]{}]|:(?![ ,[\]{}]|$)|(?<! )#)*/my;

function readScalar(text: string, at: number, end: number, inFlow: boolean): Read {
  quoted.lastIndex = at;
  const quotes = quoted.exec(text);
  if (quotes) {
    const value = quotes[1]?.replaceAll("''", "'") ?? unescape(quotes[2] ?? "");
    return { node: { kind: "scalar", at, value }, next: at + quotes[0].length };
  }
  const expression = inFlow ? plainInFlow : plainInBlock;
  expression.lastIndex = at;
  const raw = expression.exec(text)?.[0].trimEnd();
  if (raw === undefined || at + raw.length > end) throw new BeyondPlain();
  return { node: { kind: "scalar", at, value: plainValue(raw) }, next: at + raw.length };
}

function unescape(text: string): string {
  return text.replaceAll(/\\(.)/g, (_, character: string) =>
    character === "n" ? "\n" : character,
  );
}

/** Plain text by the YAML core schema, as far as rule files use it. */
function plainValue(raw: string): unknown {
  if (/^(?:true|True|TRUE)$/.test(raw)) return true;
  if (/^(?:false|False|FALSE)$/.test(raw)) return false;
  if (/^(?:0|[1-9][0-9]{0,8})$/.test(raw)) return Number(raw);
  if (/^(?:[0-9]{1,3}\.[0-9]{1,3})$/.test(raw)) return Number(raw);
  const special = /^(?:null|0[xo].*|\.(?:inf|nan)|(?=[0-9.])[0-9]*\.?[0-9]*(?:e.*)?)$/i;
  if (special.test(raw)) throw new BeyondPlain();
  return raw;
}
