import { isMap, isNode, isScalar, isSeq, parseDocument } from "yaml";
import type { RuleNode } from "./rule-node.ts";

/** A YAML error and where it is. */
export interface YamlProblem {
  readonly at: number;
  readonly text: string;
}

/** Parses any YAML. Plain files go another way, which is far faster. */
export function parseFullYaml(text: string): { root: RuleNode; problem?: YamlProblem } {
  const document = parseDocument(text, { prettyErrors: false });
  const error = document.errors[0] ?? document.warnings[0];
  const root = toNode(document.contents);
  return error ? { root, problem: { at: error.pos[0], text: error.message } } : { root };
}

function toNode(node: unknown): RuleNode {
  const at = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }) => ({
      key: isScalar(key) ? String(key.value) : "",
      keyAt: toNode(key).at,
      value: toNode(value),
    }));
    return { kind: "map", at, entries };
  }
  if (isSeq(node)) return { kind: "list", at, items: node.items.map(toNode) };
  if (isScalar(node)) return { kind: "scalar", at, value: node.value };
  return { kind: "other", at };
}
