import type { LogRotation } from "../../core/logs/log-rotation.ts";

/** What a stanza, or the file above it, sets. */
export type RotationOptions = Omit<LogRotation, "path" | "line">;

export type LogrotateItem =
  | { readonly kind: "setting"; readonly set: (options: RotationOptions) => RotationOptions }
  | { readonly kind: "include"; readonly path: string }
  | { readonly kind: "taboo"; readonly list: readonly string[]; readonly adds: boolean }
  | {
      readonly kind: "stanza";
      readonly line: number;
      readonly patterns: readonly string[];
      readonly set: (options: RotationOptions) => RotationOptions;
      /** What logrotate would refuse, with the whole stanza. */
      readonly problem?: string;
    };

/** Without any line: no old file, at 1 MiB. */
export const logrotateDefaults: RotationOptions = { count: 0, every: "size" };

const periods = ["hourly", "daily", "weekly", "monthly", "yearly"] as const;
const scripts = new Set(["prerotate", "postrotate", "firstaction", "lastaction", "preremove"]);

/** Reads one file of logrotate's as it does: a keyword takes its line, a stanza ends with `}`. */
export function parseLogrotate(text: string): readonly LogrotateItem[] {
  const items: LogrotateItem[] = [];
  const lines = text.split(/\r?\n/);
  let [open, list]: [Stanza | undefined, PatternList | undefined] = [undefined, undefined];
  for (let at = 0; at < lines.length; at += 1) {
    let rest = (lines[at] ?? "").trim();
    if (rest === "" || rest.startsWith("#")) continue;
    if (!open && (list || /^[^A-Za-z}]/.test(rest))) {
      list ??= { line: at + 1, text: "" };
      const brace = rest.indexOf("{");
      list.text += ` ${brace < 0 ? rest : rest.slice(0, brace)}`;
      if (brace < 0) continue;
      open = { ...list, sets: [], problems: [] };
      [list, rest] = [undefined, rest.slice(brace + 1).trim()];
      if (rest === "" || rest.startsWith("#")) continue;
    }
    if (rest.startsWith("}")) {
      if (open) items.push(closed(open));
      open = undefined;
      continue;
    }
    const { keyword, value } = wordsOf(rest);
    if (scripts.has(keyword)) {
      while (at + 1 < lines.length && !/^\s*endscript\b/.test(lines[at] ?? "")) at += 1;
      continue;
    }
    const found = itemOf(keyword, value);
    if (open) {
      if (found?.kind === "setting") open.sets.push(found.set);
      if (found?.kind === "problem") open.problems.push(`line ${at + 1}: ${found.text}`);
    } else if (found && found.kind !== "problem") items.push(found);
  }
  // The last stanza counts without its brace, too.
  if (open) items.push(closed(open));
  return items;
}

interface PatternList {
  line: number;
  text: string;
}

interface Stanza extends PatternList {
  readonly sets: ((options: RotationOptions) => RotationOptions)[];
  readonly problems: string[];
}

function closed({ line, text, sets, problems: [problem] }: Stanza): LogrotateItem {
  return {
    kind: "stanza",
    line,
    patterns: splitWords(text),
    set: (options) => sets.reduce((now, set) => set(now), options),
    ...(problem === undefined ? {} : { problem }),
  };
}

function wordsOf(line: string): { readonly keyword: string; readonly value: string } {
  const parts = /^([A-Za-z]+)\s*=?\s*(.*)$/.exec(line);
  return { keyword: parts?.[1] ?? line, value: (parts?.[2] ?? "").replace(/\s+#.*$/, "").trim() };
}

type Found =
  | Exclude<LogrotateItem, { readonly kind: "stanza" }>
  | { readonly kind: "problem"; readonly text: string };

function itemOf(keyword: string, value: string): Found | undefined {
  const setting = (change: Partial<RotationOptions>): Found => ({
    kind: "setting",
    set: (options) => ({ ...options, ...change }),
  });
  const period = periods.find((each) => each === keyword);
  // The last one counts: a size takes the place of a period, and the other way round.
  if (period) return setting({ every: period });
  switch (keyword) {
    case "rotate":
      return number(value, /^-?\d+$/, (count) => setting({ count }));
    case "maxage":
      return number(value, /^\d+$/, (maxAge) => setting({ maxAge }));
    case "size":
      return size(value, () => setting({ every: "size" }));
    case "maxsize":
      return size(value, (maxSize) => setting({ maxSize }));
    case "minsize":
      return size(value, (minSize) => setting({ minSize }));
    case "include":
      return { kind: "include", path: splitWords(value)[0] ?? "" };
    case "tabooext":
      return { kind: "taboo", ...tabooOf(value, (ending) => `*${ending}`) };
    case "taboopat":
      return { kind: "taboo", ...tabooOf(value, (pattern) => pattern) };
    default:
      // Whatever else is said does not change how long a log is kept.
      return undefined;
  }
}

function number(value: string, shape: RegExp, use: (number: number) => Found): Found {
  return shape.test(value) ? use(Number(value)) : { kind: "problem", text: "no number" };
}

const units: Readonly<Record<string, number>> = { "": 1, k: 1024, M: 1024 ** 2, G: 1024 ** 3 };

function size(value: string, use: (bytes: number) => Found): Found {
  const parts = /^(\d+)([kMG]?)$/.exec(value);
  if (!parts) return { kind: "problem", text: "no size" };
  return use(Number(parts[1]) * (units[parts[2] ?? ""] ?? 1));
}

function tabooOf(value: string, pattern: (word: string) => string) {
  const words = value
    .replace(/^\+/, "")
    .split(/[\s,]+/)
    .filter((word) => word !== "");
  return { list: words.map(pattern), adds: value.startsWith("+") };
}

/** Words with quotes and backslashes taken out, as popt does. */
function splitWords(text: string): readonly string[] {
  const words = text.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? [];
  return words.map((word) =>
    word.replaceAll(/"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/g, (_, double, single, escaped) =>
      String(double ?? single ?? escaped ?? "").replaceAll(/\\(["\\])/g, "$1"),
    ),
  );
}
