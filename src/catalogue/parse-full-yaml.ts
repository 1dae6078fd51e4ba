import { createRequire } from "node:module";
import type * as Yaml from "yaml";
import type { RuleNode } from "./rule-node.ts";

/** A YAML error and where it is. */
export interface YamlProblem {
  readonly at: number;
  readonly text: string;
}

/** Parses any YAML. Plain files go another way, which is far faster. */
export function parseFullYaml(text: string): { root: RuleNode; problem?: YamlProblem } {
  // Loaded here: all shipped files are plain, and the package costs more than reading them.
  const yaml = createRequire(import.meta.url)("yaml") as typeof Yaml;
  const document = yaml.parseDocument(text, { prettyErrors: false });
  const error = document.errors[0] ?? document.warnings[0];
  const root = toNode(yaml, document.contents);
  return error ? { root, problem: { at: error.pos[0], text: error.message } } : { root };
}

function toNode(yaml: typeof Yaml, node: unknown): RuleNode {
  const { isMap, isNode, isScalar, isSeq } = yaml;
  const at = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }) => ({
      key: isScalar(key) ? String(key.value) : "",
      keyAt: toNode(yaml, key).at,
      value: toNode(yaml, value),
    }));
    return { kind: "map", at, entries };
  }
  if (isSeq(node)) return { kind: "list", at, items: node.items.map((item) => toNode(yaml, item)) };
  if (isScalar(node)) return { kind: "scalar", at, value: node.value };
  return { kind: "other", at };
}
