import { nearest } from "../core/text/nearest.ts";
import type { RuleFile } from "../core/knowledge/rule-file.ts";
import { refuse } from "./parse-rule-file.ts";
import type { RuleNode } from "./rule-node.ts";

/** The checked entries of one mapping; each reader refuses a wrong type at its place. */
export interface Fields {
  has(key: string): boolean;
  /** Text that must be there and not be empty. */
  text(key: string): string;
  maybeText(key: string): string | undefined;
  choice<T extends string>(key: string, values: readonly T[]): T;
  /** False when absent. */
  flag(key: string): boolean;
  maybeNumber(key: string): number | undefined;
  /** Empty when absent. */
  texts(key: string): readonly string[];
  /** Empty when absent. */
  numbers(key: string): readonly number[];
  map<T>(key: string, keys: readonly string[], read: (fields: Fields) => T): T | undefined;
  /** Empty when absent. */
  maps<T>(key: string, keys: readonly string[], read: (fields: Fields) => T): readonly T[];
  /** Stops at the value of `key`, or at the mapping when there is none. */
  fail(key: string, message: string, ...hints: string[]): never;
}

/** Opens a mapping that may have `keys` and no others. */
export function openFields(node: RuleNode, file: RuleFile, keys: readonly string[]): Fields {
  const entries = readEntries(node, file, keys);
  const fail = (key: string, message: string, ...hints: string[]) =>
    refuse(file, (entries.get(key) ?? node).at, message, ...hints);
  const items = (key: string) => {
    const value = entries.get(key);
    if (!value) return [];
    return value.kind === "list" ? value.items : fail(key, `"${key}" must be a list`);
  };

  const fields: Fields = {
    has: (key) => entries.has(key),
    text: (key) => fields.maybeText(key) ?? fail(key, `"${key}" is missing`),
    maybeText: (key) => {
      const value = entries.get(key);
      return value && textOf(value, file, key);
    },
    choice: (key, values) => {
      const word = fields.text(key);
      const value = values.find((candidate) => candidate === word);
      if (value !== undefined) return value;
      return fail(key, `"${key}" cannot be "${word}"`, `use one of: ${values.join(", ")}`);
    },
    flag: (key) => flagOf(entries.get(key)) ?? fail(key, `"${key}" must be true or false`),
    maybeNumber: (key) =>
      entries.has(key)
        ? (numberOf(entries.get(key)) ?? fail(key, `"${key}" must be a number, 0 or more`))
        : undefined,
    texts: (key) => items(key).map((item) => textOf(item, file, key)),
    numbers: (key) =>
      items(key).map(
        (item) => numberOf(item) ?? refuse(file, item.at, `"${key}" must be numbers, 0 or more`),
      ),
    map: (key, keys, read) => {
      const value = entries.get(key);
      return value && read(openFields(value, file, keys));
    },
    maps: (key, keys, read) => items(key).map((item) => read(openFields(item, file, keys))),
    fail,
  };
  return fields;
}

function readEntries(
  node: RuleNode,
  file: RuleFile,
  keys: readonly string[],
): ReadonlyMap<string, RuleNode> {
  if (node.kind !== "map") return refuse(file, node.at, "a mapping (key: value) belongs here");
  const entries = new Map<string, RuleNode>();
  for (const { key, keyAt, value } of node.entries) {
    if (!keys.includes(key)) {
      const near = nearest(key, keys);
      const hint = near ? `did you mean "${near}"?` : `use one of: ${keys.join(", ")}`;
      refuse(file, keyAt, `unknown key "${key}"`, hint);
    }
    entries.set(key, value);
  }
  return entries;
}

function textOf(node: RuleNode, file: RuleFile, key: string): string {
  const value = scalarOf(node);
  if (typeof value === "string" && value !== "") return value;
  return refuse(file, node.at, `"${key}" must be text`, "put the text in quotes");
}

function flagOf(node: RuleNode | undefined): boolean | undefined {
  if (!node) return false;
  const value = scalarOf(node);
  return typeof value === "boolean" ? value : undefined;
}

function numberOf(node: RuleNode | undefined): number | undefined {
  const value = node && scalarOf(node);
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function scalarOf(node: RuleNode): unknown {
  return node.kind === "scalar" ? node.value : undefined;
}
