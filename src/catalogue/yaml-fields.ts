import { isMap, isScalar, isSeq } from "yaml";
import { nearest } from "../core/nearest.ts";
import { refuse, type YamlPlace } from "./yaml-place.ts";

/** The checked entries of one YAML mapping; each reader refuses a wrong type at its place. */
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
  map<T>(key: string, keys: readonly string[], read: (fields: Fields) => T): T | undefined;
  /** Empty when absent. */
  maps<T>(key: string, keys: readonly string[], read: (fields: Fields) => T): readonly T[];
  /** Stops at the value of `key`, or at the mapping when there is none. */
  fail(key: string, message: string, ...hints: string[]): never;
}

/** Opens a mapping that may have `keys` and no others. */
export function openFields(node: unknown, place: YamlPlace, keys: readonly string[]): Fields {
  const entries = readEntries(node, place, keys);
  const fail = (key: string, message: string, ...hints: string[]) =>
    refuse(place, entries.get(key) ?? node, message, ...hints);

  const fields: Fields = {
    has: (key) => entries.has(key),
    text: (key) =>
      entries.has(key)
        ? textOf(entries.get(key), place, key)
        : refuse(place, node, `"${key}" is missing`),
    maybeText: (key) => (entries.has(key) ? textOf(entries.get(key), place, key) : undefined),
    choice: (key, values) => {
      const word = fields.text(key);
      const value = values.find((candidate) => candidate === word);
      if (value !== undefined) return value;
      return fail(key, `"${key}" cannot be "${word}"`, `use one of: ${values.join(", ")}`);
    },
    flag: (key) => {
      if (!entries.has(key)) return false;
      const value = scalarOf(entries.get(key));
      return typeof value === "boolean" ? value : fail(key, `"${key}" must be true or false`);
    },
    maybeNumber: (key) => {
      if (!entries.has(key)) return undefined;
      const value = scalarOf(entries.get(key));
      const usable = typeof value === "number" && Number.isFinite(value) && value >= 0;
      return usable ? value : fail(key, `"${key}" must be a number, 0 or more`);
    },
    texts: (key) => itemsOf(entries.get(key), place, key).map((item) => textOf(item, place, key)),
    map: (key, keys, read) =>
      entries.has(key) ? read(openFields(entries.get(key), place, keys)) : undefined,
    maps: (key, keys, read) =>
      itemsOf(entries.get(key), place, key).map((item) => read(openFields(item, place, keys))),
    fail,
  };
  return fields;
}

function readEntries(
  node: unknown,
  place: YamlPlace,
  keys: readonly string[],
): ReadonlyMap<string, unknown> {
  if (!isMap(node)) return refuse(place, node, "a mapping (key: value) belongs here");
  const entries = new Map<string, unknown>();
  for (const pair of node.items) {
    const key = String(scalarOf(pair.key));
    if (!keys.includes(key)) {
      const near = nearest(key, keys);
      const hint = near ? `did you mean "${near}"?` : `use one of: ${keys.join(", ")}`;
      refuse(place, pair.key, `unknown key "${key}"`, hint);
    }
    entries.set(key, pair.value);
  }
  return entries;
}

function itemsOf(node: unknown, place: YamlPlace, key: string): readonly unknown[] {
  if (node === undefined) return [];
  return isSeq(node) ? node.items : refuse(place, node, `"${key}" must be a list`);
}

function textOf(node: unknown, place: YamlPlace, key: string): string {
  const value = scalarOf(node);
  if (typeof value === "string" && value !== "") return value;
  return refuse(place, node, `"${key}" must be text`, "put the text in quotes");
}

function scalarOf(node: unknown): unknown {
  return isScalar(node) ? node.value : undefined;
}
