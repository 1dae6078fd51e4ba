import { BeyondPlain, readInline, readKey } from "./read-plain-value.ts";
import type { RuleEntry, RuleNode } from "./rule-node.ts";

interface Line {
  readonly at: number;
  readonly end: number;
  readonly indent: number;
}

interface Reader {
  readonly text: string;
  readonly lines: Line[];
  next: number;
}

/**
 * Reads the plain part of YAML that rule files are written in, some twenty times faster than a
 * whole YAML parser: block mappings and lists, one-line flow collections, quoted and plain text on
 * one line. Undefined as soon as anything else turns up; wrong YAML always counts as anything else.
 */
export function parsePlainYaml(text: string): RuleNode | undefined {
  if (/[\t\r\ufeff]/.test(text)) return undefined;
  const reader = { text, lines: splitLines(text), next: 0 };
  try {
    const root = readBlock(reader, 0);
    return reader.next === reader.lines.length ? root : undefined;
  } catch (error) {
    if (error instanceof BeyondPlain) return undefined;
    throw error;
  }
}

/** Lines with something on them besides a comment. */
function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    let at = start;
    while (text[at] === " ") at += 1;
    if (at < end && text[at] !== "#") lines.push({ at, end, indent: at - start });
    start = end + 1;
  }
  return lines;
}

function lineOf(reader: Reader): Line {
  const line = reader.lines[reader.next];
  if (!line) throw new BeyondPlain();
  return line;
}

function readBlock(reader: Reader, indent: number): RuleNode {
  const line = lineOf(reader);
  if (line.indent !== indent) throw new BeyondPlain();
  return reader.text.startsWith("- ", line.at) ? readList(reader, line) : readMap(reader, line);
}

function readList(reader: Reader, first: Line): RuleNode {
  const items: RuleNode[] = [];
  for (let line = first; line.indent === first.indent; line = lineOf(reader)) {
    if (!reader.text.startsWith("- ", line.at)) throw new BeyondPlain();
    let at = line.at + 2;
    while (reader.text[at] === " ") at += 1;
    const inner = { at, end: line.end, indent: line.indent + at - line.at };
    if (readKey(reader.text, inner)) {
      reader.lines[reader.next] = inner;
      items.push(readMap(reader, inner));
    } else {
      items.push(readInline(reader.text, inner));
      reader.next += 1;
    }
    if (reader.next >= reader.lines.length) break;
  }
  refuseDeeper(reader, first.indent);
  return { kind: "list", at: first.at, items };
}

function readMap(reader: Reader, first: Line): RuleNode {
  const entries: RuleEntry[] = [];
  const seen = new Set<string>();
  for (let line = first; line.indent === first.indent; line = lineOf(reader)) {
    const key = readKey(reader.text, line);
    if (!key || seen.has(key.name)) throw new BeyondPlain();
    seen.add(key.name);
    reader.next += 1;
    const value =
      key.valueAt === undefined
        ? readDeeper(reader, first.indent)
        : readInline(reader.text, { at: key.valueAt, end: line.end });
    entries.push({ key: key.name, keyAt: line.at, value });
    if (reader.next >= reader.lines.length) break;
  }
  refuseDeeper(reader, first.indent);
  return { kind: "map", at: first.at, entries };
}

function readDeeper(reader: Reader, indent: number): RuleNode {
  const line = lineOf(reader);
  if (line.indent <= indent) throw new BeyondPlain();
  return readBlock(reader, line.indent);
}

/** What goes on under a finished value is text over several lines, or wrong. */
function refuseDeeper(reader: Reader, indent: number): void {
  const line = reader.lines[reader.next];
  if (line && line.indent > indent) throw new BeyondPlain();
}
