import { createRequire } from "node:module";
import type * as Yaml from "yaml";

/**
 * The YAML package, loaded when the first file needs it: it costs more than most audits, and most
 * installs have neither a guard.yaml nor a compose file.
 */
let loaded: typeof Yaml | undefined;

function yaml(): typeof Yaml {
  loaded ??= createRequire(import.meta.url)("yaml") as typeof Yaml;
  return loaded;
}

export const isAlias = ((node: unknown) => yaml().isAlias(node)) as typeof Yaml.isAlias;
export const isMap = ((node: unknown) => yaml().isMap(node)) as typeof Yaml.isMap;
export const isNode = ((node: unknown) => yaml().isNode(node)) as typeof Yaml.isNode;
export const isScalar = ((node: unknown) => yaml().isScalar(node)) as typeof Yaml.isScalar;
export const isSeq = ((node: unknown) => yaml().isSeq(node)) as typeof Yaml.isSeq;

/** https://eemeli.org/yaml/#modifying-and-visiting-nodes */
export function visitNodes(document: Yaml.Document, visitor: Yaml.visitor): void {
  yaml().visit(document, visitor);
}

export const parseDocument = ((...args: Parameters<typeof Yaml.parseDocument>) =>
  yaml().parseDocument(...args)) as typeof Yaml.parseDocument;

export function createLineCounter(): Yaml.LineCounter {
  return new (yaml().LineCounter)();
}
