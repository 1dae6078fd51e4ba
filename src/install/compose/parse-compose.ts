import type { Node } from "yaml";
import { createLineCounter, isMap, isScalar, isSeq, parseDocument } from "../yaml-package.ts";
import type { EnvEntry } from "../../core/install/install.ts";
import { type Look, blocked, found } from "../../core/look.ts";
import { Secret } from "../../core/secrets/secret.ts";
import { type ComposeNodes, composeNodes, scalarText } from "./compose-nodes.ts";
import { nestsTooDeep } from "./nesting.ts";
import { interpolate } from "./interpolate.ts";

export interface ComposeEnvFile {
  /** With nothing set, which leaves the defaults of variables. */
  readonly path: string;
  readonly line: number;
  /** As written, where variables are part of it. */
  readonly written?: string;
}

export interface ComposeFile {
  readonly env: readonly EnvEntry[];
  readonly envFiles: readonly ComposeEnvFile[];
  /** `user:` of the services, as written. */
  readonly users: readonly string[];
}

/**
 * Environment values and env files of all services of a compose file. The text is whatever lies in
 * the install, so anything that the YAML reader chokes on is `blocked`.
 */
export function parseCompose(text: string): Look<ComposeFile> {
  if (nestsTooDeep(text)) return tooDeep;
  try {
    return readCompose(text);
  } catch (error) {
    if (error instanceof RangeError) return tooDeep;
    throw error;
  }
}

const tooDeep = blocked("parse", "its YAML is nested too deep");

function readCompose(text: string): Look<ComposeFile> {
  const lines = createLineCounter();
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
  const nodes = composeNodes(document, lines);
  const services = [...nodes.fields(child(nodes, document.contents, "services"))];
  const of = (key: string) => services.map(([, service]) => child(nodes, service, key));
  return found({
    env: of("environment").flatMap((node) => environmentOf(nodes, node)),
    envFiles: of("env_file").flatMap((node) => envFilesOf(nodes, node)),
    users: of("user").flatMap((node) => (isScalar(node) ? [scalarText(node)] : [])),
  });
}

function plainTag(tag: string) {
  return { tag, resolve: (text: string) => text };
}

function child(nodes: ComposeNodes, node: unknown, key: string): Node | undefined {
  return nodes.fields(node).get(key);
}

function environmentOf(nodes: ComposeNodes, node: Node | undefined): EnvEntry[] {
  if (!node) return [];
  if (isSeq(node)) {
    return node.items.flatMap((item) => {
      const scalar = nodes.resolve(item);
      const parts = isScalar(scalar) ? /^([^=]+)=(.*)$/s.exec(scalarText(scalar)) : undefined;
      return scalar && parts ? entryOf(parts[1] ?? "", parts[2] ?? "", nodes.lineOf(scalar)) : [];
    });
  }
  return [...nodes.fields(node)].flatMap(([key, value]) =>
    isScalar(value) && value.value !== null
      ? entryOf(key, scalarText(value), nodes.lineOf(value))
      : [],
  );
}

/** A value taken wholly from elsewhere (`${STRIPE_SECRET_KEY}`) does not stand in this file. */
function entryOf(key: string, raw: string, line: number): EnvEntry[] {
  const { text, outside } = interpolate(raw);
  return outside && text === "" ? [] : [{ key, value: new Secret(text), line }];
}

function envFilesOf(nodes: ComposeNodes, node: Node | undefined): ComposeEnvFile[] {
  const items = isSeq(node) ? node.items.map((item) => nodes.resolve(item)) : [node];
  return items.flatMap((item) => {
    const path = isMap(item) ? child(nodes, item, "path") : item;
    if (!isScalar(path) || typeof path.value !== "string") return [];
    const { text, outside } = interpolate(path.value);
    const written = outside ? { written: path.value } : {};
    return [{ path: text, line: nodes.lineOf(path), ...written }];
  });
}
