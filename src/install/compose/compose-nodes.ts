import type { Document, LineCounter, Node, Scalar } from "yaml";
import { isAlias, isMap, isNode, isScalar, isSeq, visitNodes } from "../yaml-package.ts";

/** Reads nodes of an untrusted document: aliases and merges within a budget. */
export interface ComposeNodes {
  /** The node itself, or what an alias stands for. */
  resolve(node: unknown): Node | undefined;
  /** Pairs of a map; those merged with `<<` come first, so that own ones win. */
  fields(node: unknown): ReadonlyMap<string, Node | undefined>;
  /** 1-based. */
  lineOf(node: Node): number;
}

/** Far above any real file; an anchor that holds itself ends here. */
const mapLimit = 20_000;
const deepest = 16;

/** @throws RangeError when the budget is spent. */
export function composeNodes(document: Document, lines: LineCounter): ComposeNodes {
  const anchors = anchorsOf(document);
  let maps = 0;
  const resolve = (node: unknown): Node | undefined => {
    if (isAlias(node)) return anchors.get(node.source);
    return isNode(node) ? node : undefined;
  };
  const fields = (node: unknown, depth = 0): Map<string, Node | undefined> => {
    const found = new Map<string, Node | undefined>();
    const map = resolve(node);
    if (!isMap(map)) return found;
    maps += 1;
    if (maps > mapLimit || depth > deepest) throw new RangeError("too many merged maps");
    const [merges, own] = [map.items.filter(isMerge), map.items.filter((pair) => !isMerge(pair))];
    for (const { value } of merges) {
      const merged = resolve(value);
      for (const source of isSeq(merged) ? merged.items : [merged]) {
        for (const [name, inner] of fields(source, depth + 1)) found.set(name, inner);
      }
    }
    for (const { key, value } of own) found.set(nameOf(key), resolve(value));
    return found;
  };
  return { resolve, fields, lineOf: (node) => lines.linePos(node.range?.[0] ?? 0).line };
}

/** Numbers and booleans as they are written: `0123` is no 123 to a container. */
export function scalarText({ value, source }: Scalar): string {
  return typeof value === "string" ? value : (source ?? JSON.stringify(value));
}

function nameOf(key: unknown): string {
  return isScalar(key) ? scalarText(key) : "";
}

function isMerge({ key }: { readonly key: unknown }): boolean {
  return nameOf(key) === "<<";
}

function anchorsOf(document: Document): ReadonlyMap<string, Node> {
  const anchors = new Map<string, Node>();
  visitNodes(document, {
    Node(_, node) {
      if ("anchor" in node && node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return anchors;
}
