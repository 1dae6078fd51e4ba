import type { LineCounter, Node } from "yaml";
import {
  createLineCounter,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
} from "../yaml-package.ts";
import { configurationError } from "../../core/error.ts";
import { nearest } from "../../core/text/nearest.ts";
import type { Placed } from "./guard-config.ts";

/** A value of guard.yaml that knows its place and how to complain about it. */
export interface YamlValue {
  /** `install.logs.days`. */
  readonly name: string;
  readonly node: Node | undefined;
  /** The fields of a mapping, which may have these keys and no others. */
  fields(known: readonly string[]): YamlFields;
  /** The pairs of a mapping with free keys. */
  pairs(): readonly { readonly key: YamlValue; readonly value: YamlValue }[];
  items(...hints: readonly string[]): readonly YamlValue[];
  text(): string;
  placed(): Placed<string>;
  number(): number;
  choice<T extends string>(known: readonly T[]): T;
  fail(code: string, message: string, ...hints: string[]): never;
}

/** A field that is missing or null reads as undefined. */
export type YamlFields = (key: string) => YamlValue | undefined;

/**
 * Opens a YAML text.
 *
 * @throws GuardError `CONFIG_SYNTAX` at the first YAML error, as `guard.yaml:3:7: …`.
 */
export function openYaml(text: string, path: string): YamlValue {
  const lines = createLineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place: Place = { path, lines };
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem) {
    // A quoted piece of the text may be a secret put into the wrong file.
    const message = (problem.message.split("\n")[0] ?? "").replaceAll(/(["'`]).*\1/g, "…");
    refuse(place, problem.pos[0], "CONFIG_SYNTAX", `no YAML: ${lowerFirst(message)}`);
  }
  return yamlValue(document.contents ?? undefined, "the file", place);
}

interface Place {
  readonly path: string;
  readonly lines: LineCounter;
}

function yamlValue(node: Node | undefined, name: string, place: Place): YamlValue {
  const offset = node?.range?.[0] ?? 0;
  const fail = (code: string, message: string, ...hints: string[]): never =>
    refuse(place, offset, code, message, ...hints);
  const wrong = (wanted: string, ...hints: readonly string[]) =>
    fail("CONFIG_TYPE", `${name} must be ${wanted}`, ...hints);
  const inner = (child: unknown, childName: string) =>
    yamlValue(isNode(child) ? child : undefined, childName, place);
  const text = (): string => {
    const value = isScalar(node) ? node.value : undefined;
    return typeof value === "string" && value.trim() !== "" ? value : wrong("text");
  };
  const pairs = () => {
    if (!isMap(node)) return wrong("a mapping (key: value)");
    return node.items.map((pair) => {
      const key = isScalar(pair.key) ? String(pair.key.value) : "";
      const value = inner(pair.value, join(name, key));
      return { key: inner(pair.key, key), value };
    });
  };
  return {
    name,
    node,
    pairs,
    text,
    fail,
    fields: (known) => fieldsOf(pairs(), known),
    items: (...hints) =>
      isSeq(node)
        ? node.items.map((item, index) => inner(item, itemName(name, index)))
        : wrong("a list", ...hints),
    placed: () => {
      const { line, col } = place.lines.linePos(offset);
      return { value: text(), line, column: col };
    },
    number: () => {
      const value = isScalar(node) ? node.value : undefined;
      return typeof value === "number" && Number.isInteger(value) && value > 0
        ? value
        : wrong("a whole number above 0");
    },
    choice: (known) => {
      const word = text();
      const hit = known.find((each) => each === word);
      if (hit !== undefined) return hit;
      return fail(
        "CONFIG_VALUE",
        `${name} cannot be "${word}"`,
        suggestion(word, known, `use one of: ${known.join(", ")}`),
      );
    },
  };
}

function fieldsOf(
  pairs: readonly { readonly key: YamlValue; readonly value: YamlValue }[],
  known: readonly string[],
): YamlFields {
  const fields = new Map<string, YamlValue>();
  for (const { key, value } of pairs) {
    if (!known.includes(key.name)) {
      key.fail(
        "CONFIG_UNKNOWN_KEY",
        `unknown key "${key.name}"`,
        suggestion(key.name, known, `use one of: ${known.join(", ")}`),
      );
    }
    const empty = value.node === undefined || (isScalar(value.node) && value.node.value === null);
    if (!empty) fields.set(key.name, value);
  }
  return (key) => fields.get(key);
}

/** `did you mean "x"?`, else the other hint. */
export function suggestion(word: string, known: readonly string[], otherwise: string): string {
  const near = nearest(word, known);
  return near === undefined ? otherwise : `did you mean "${near}"?`;
}

/** `panels[0]`; in a file that is one list, `entry 1`. */
function itemName(list: string, index: number): string {
  return list === "the file" ? `entry ${index + 1}` : `${list}[${index}]`;
}

function join(parent: string, key: string): string {
  return parent === "the file" ? key : `${parent}.${key}`;
}

function refuse(
  { path, lines }: Place,
  offset: number,
  code: string,
  message: string,
  ...hints: string[]
): never {
  const { line, col } = lines.linePos(offset);
  const where = `${path}:${Math.max(1, line)}:${Math.max(1, col)}`;
  throw configurationError(code, `${where}: ${message}`, ...hints);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
