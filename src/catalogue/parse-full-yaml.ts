import { createRequire } from "node:module";
import type { RuleNode } from "./rule-node.ts";

/** A YAML error and where it is. */
export interface YamlProblem {
  readonly at: number;
  readonly text: string;
}

/** Parses any YAML. Loads the YAML package only now: most runs need no more than plain files. */
export function parseFullYaml(text: string): { root: RuleNode; problem?: YamlProblem } {
  const yaml = createRequire(import.meta.url)("yaml") as typeof import("yaml");
  const document = yaml.parseDocument(text, { prettyErrors: false });
  const error = document.errors[0] ?? document.warnings[0];
  const root = toNode(document.contents);
  return error ? { root, problem: { at: error.pos[0], text: error.message } } : { root };

  function toNode(node: unknown): RuleNode {
    const at = yaml.isNode(node) ? (node.range?.[0] ?? 0) : 0;
    if (yaml.isMap(node)) {
      const entries = node.items.map(({ key, value }) => ({
        key: yaml.isScalar(key) ? String(key.value) : "",
        keyAt: toNode(key).at,
        value: toNode(value),
      }));
      return { kind: "map", at, entries };
    }
    if (yaml.isSeq(node)) return { kind: "list", at, items: node.items.map(toNode) };
    if (yaml.isScalar(node)) return { kind: "scalar", at, value: node.value };
    return { kind: "other", at };
  }
}
