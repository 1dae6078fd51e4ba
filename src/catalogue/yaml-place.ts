import { isNode, LineCounter, type Node, parseDocument } from "yaml";
import { configurationError } from "../core/error.ts";
import type { RuleFile } from "../core/rule-file.ts";

/** Where nodes of one YAML file stand, for messages. */
export interface YamlPlace {
  readonly path: string;
  readonly lines: LineCounter;
}

/**
 * Parses one rule file.
 *
 * @throws GuardError `RULE_INVALID` at the first YAML error.
 */
export function parseRuleFile({ path, text }: RuleFile): { root: unknown; place: YamlPlace } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = { path, lines };
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem) refuseAt(place, problem.pos[0], lowerFirst(problem.message));
  return { root: document.contents, place };
}

/** Stops with `file:line:column: message`. */
export function refuse(
  place: YamlPlace,
  node: unknown,
  message: string,
  ...hints: string[]
): never {
  return refuseAt(place, isNode(node) ? startOf(node) : 0, message, ...hints);
}

function refuseAt(place: YamlPlace, offset: number, message: string, ...hints: string[]): never {
  const { line, col } = place.lines.linePos(offset);
  throw configurationError(
    "RULE_INVALID",
    `${place.path}:${Math.max(1, line)}:${Math.max(1, col)}: ${message}`,
    ...hints,
  );
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
