import { configurationError } from "../core/error.ts";
import type { RuleFile } from "../core/knowledge/rule-file.ts";
import { parseFullYaml } from "./parse-full-yaml.ts";
import { parsePlainYaml } from "./parse-plain-yaml.ts";
import type { RuleNode } from "./rule-node.ts";

/**
 * Parses one rule file.
 *
 * @throws GuardError `RULE_INVALID` at the first YAML error.
 */
export function parseRuleFile(file: RuleFile): RuleNode {
  const plain = parsePlainYaml(file.text);
  if (plain) return plain;
  const { root, problem } = parseFullYaml(file.text);
  if (problem) {
    const text = problem.text.charAt(0).toLowerCase() + problem.text.slice(1);
    refuse(file, problem.at, text);
  }
  return root;
}

/** Stops with `file:line:column: message`. */
export function refuse(
  { path, text }: RuleFile,
  at: number,
  message: string,
  ...hints: string[]
): never {
  const before = text.slice(0, at);
  const line = before.split("\n").length;
  const column = at - before.lastIndexOf("\n");
  throw configurationError("RULE_INVALID", `${path}:${line}:${column}: ${message}`, ...hints);
}
