import {
  LineCounter,
  type Node,
  type Scalar,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
} from "yaml";
import type { EnvEntry } from "../../core/install.ts";
import { type Look, blocked, found } from "../../core/look.ts";
import { Secret } from "../../core/secret.ts";
import { interpolate } from "./interpolate.ts";

export interface ComposeFile {
  readonly env: readonly EnvEntry[];
  readonly envFiles: readonly { readonly path: string; readonly line: number }[];
  /** `user:` of the services, as written. */
  readonly users: readonly string[];
}

/** Environment values and env files of all services of a compose file. */
export function parseCompose(text: string): Look<ComposeFile> {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    logLevel: "silent",
    customTags: [plainTag("!reset"), plainTag("!override")],
  });
  const problem = document.errors[0];
  if (problem) {
    const { line, col } = lines.linePos(problem.pos[0]);
    return blocked("parse", `line ${line}:${col}: no YAML`);
  }
  const resolve = (node: unknown): Node | undefined =>
    isAlias(node) ? node.resolve(document) : isNode(node) ? node : undefined;
  const reader: NodeReader = {
    resolve,
    lineOf: (node) => lines.linePos(node.range?.[0] ?? 0).line,
  };
  const services = [...fieldsOf(reader, child(reader, document.contents, "services"))];
  const of = (key: string) => services.map(([, service]) => child(reader, service, key));
  return found({
    env: of("environment").flatMap((node) => environmentOf(reader, node)),
    envFiles: of("env_file").flatMap((node) => envFilesOf(reader, node)),
    users: of("user").flatMap((node) => (isScalar(node) ? [String(node.value)] : [])),
  });
}

interface NodeReader {
  resolve(node: unknown): Node | undefined;
  lineOf(node: Node): number;
}

/** Numbers and booleans as they are written: `0123` is no 123 to a container. */
function scalarText({ value, source }: Scalar): string {
  return typeof value === "string" ? value : (source ?? JSON.stringify(value));
}

function isNode(value: unknown): value is Node {
  return isMap(value) || isSeq(value) || isScalar(value);
}

function plainTag(tag: string) {
  return { tag, resolve: (text: string) => text };
}

/** Pairs of a map; the keys of a `<<` merge come first, so that own ones win. */
function fieldsOf(reader: NodeReader, node: unknown): Map<string, Node | undefined> {
  const fields = new Map<string, Node | undefined>();
  const map = reader.resolve(node);
  if (!isMap(map)) return fields;
  for (const pair of map.items) {
    const key = isScalar(pair.key) ? String(pair.key.value) : "";
    const merged = reader.resolve(pair.value);
    if (key !== "<<") continue;
    for (const source of isSeq(merged) ? merged.items : [merged]) {
      for (const [name, value] of fieldsOf(reader, source)) fields.set(name, value);
    }
  }
  for (const pair of map.items) {
    const key = isScalar(pair.key) ? String(pair.key.value) : "";
    if (key !== "<<") fields.set(key, reader.resolve(pair.value));
  }
  return fields;
}

function child(reader: NodeReader, node: unknown, key: string): Node | undefined {
  return fieldsOf(reader, node).get(key);
}

function environmentOf(reader: NodeReader, node: Node | undefined): EnvEntry[] {
  if (!node) return [];
  if (isSeq(node)) {
    return node.items.flatMap((item) => {
      const scalar = reader.resolve(item);
      const parts = isScalar(scalar) ? /^([^=]+)=(.*)$/s.exec(scalarText(scalar)) : undefined;
      return scalar && parts ? entryOf(parts[1] ?? "", parts[2] ?? "", reader.lineOf(scalar)) : [];
    });
  }
  return [...fieldsOf(reader, node)].flatMap(([key, value]) =>
    isScalar(value) && value.value !== null
      ? entryOf(key, scalarText(value), reader.lineOf(value))
      : [],
  );
}

/** A value taken wholly from elsewhere (`${STRIPE_SECRET_KEY}`) does not stand in this file. */
function entryOf(key: string, raw: string, line: number): EnvEntry[] {
  const { text, outside } = interpolate(raw);
  return outside && text === "" ? [] : [{ key, value: new Secret(text), line }];
}

function envFilesOf(reader: NodeReader, node: Node | undefined): { path: string; line: number }[] {
  const items = isSeq(node) ? node.items.map((item) => reader.resolve(item)) : [node];
  return items.flatMap((item) => {
    const path = isMap(item) ? child(reader, item, "path") : item;
    if (!isScalar(path) || typeof path.value !== "string") return [];
    return [{ path: interpolate(path.value).text, line: reader.lineOf(path) }];
  });
}
