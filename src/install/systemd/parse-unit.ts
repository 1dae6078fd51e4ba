/** One `Key=value` of a unit file; continuation lines are joined. */
export interface UnitSetting {
  readonly section: string;
  readonly key: string;
  readonly value: string;
  readonly file: string;
  /** Where the setting starts. */
  readonly line: number;
}

/**
 * The settings of one unit file or drop-in, in order. A backslash at the end joins the next line;
 * comments between joined lines are skipped.
 * https://www.freedesktop.org/software/systemd/man/latest/systemd.syntax.html
 */
export function parseUnit(text: string, file: string): readonly UnitSetting[] {
  const settings: UnitSetting[] = [];
  let section = "";
  let pending: { text: string; line: number } | undefined;
  const lines = text.split(/\r?\n/);
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim();
    if (/^[#;]/.test(line) || (line === "" && !pending)) continue;
    const joined = pending ? `${pending.text} ${line}` : line;
    const start = pending?.line ?? index + 1;
    pending = undefined;
    if (joined.endsWith("\\") && index < lines.length - 1) {
      pending = { text: joined.slice(0, -1).trimEnd(), line: start };
      continue;
    }
    const header = /^\[(.+)\]$/.exec(joined);
    const setting = /^([\w-]+)\s*=\s*(.*)$/s.exec(joined);
    if (header) section = header[1] ?? "";
    else if (setting) {
      settings.push({ section, key: setting[1] ?? "", value: setting[2] ?? "", file, line: start });
    }
  }
  return settings;
}

/** The values of a setting that may be repeated; an empty one forgets those before it. */
export function listOf(settings: readonly UnitSetting[], key: string): readonly UnitSetting[] {
  const all = settings.filter((each) => each.section === "Service" && each.key === key);
  const reset = all.findLastIndex(({ value }) => value === "");
  return all.slice(reset + 1);
}

/** The last value of a setting; an empty one means the default. */
export function lastOf(settings: readonly UnitSetting[], key: string): UnitSetting | undefined {
  return listOf(settings, key).at(-1);
}

/** Words of a setting: blanks separate, quotes (single or double) group, C escapes are read. */
export function unitWords(value: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let at = 0; at < value.length; at += 1) {
    const character = value.charAt(at);
    if (character === "\\") {
      const escape = unescape(value, at);
      word = (word ?? "") + escape.text;
      at = escape.end;
    } else if (quote !== "") {
      if (character === quote) quote = "";
      else word = (word ?? "") + character;
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (/["']/.test(character) && word === undefined) {
      quote = character;
      word = "";
    } else word = (word ?? "") + character;
  }
  if (word !== undefined) words.push(word);
  return words;
}

const letters: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  s: " ",
};

function unescape(value: string, at: number): { text: string; end: number } {
  const code = /^\\(?:x([\da-f]{2})|u([\da-f]{4})|([0-7]{3}))/i.exec(value.slice(at, at + 6));
  if (code) {
    const [whole, byte, unicode, octal] = code;
    const number = octal ? Number.parseInt(octal, 8) : Number.parseInt(byte ?? unicode ?? "0", 16);
    return { text: String.fromCodePoint(number), end: at + whole.length - 1 };
  }
  const next = value.charAt(at + 1);
  return { text: letters[next] ?? next, end: at + 1 };
}
