import type { SetEnvLine } from "../../core/ports/set-env-line.ts";
import type { FileImage } from "../image.ts";
import type { EditKind, EditOf } from "./edit-kind.ts";

export const setEnvEdit: EditKind<EditOf<"set-env">> = {
  check(image, { value }) {
    if (!image.exists) return "it is gone";
    if (!image.bytes) return "it is too large for an env file";
    return /[\r\n\0]/.test(value) ? "the new value is not one line" : undefined;
  },
  apply(image, { key, value, dialect }, { setEnvLine }) {
    if (!image.exists) return image;
    const bytes = changedBytes(image, (text) => setEnvLine(text, key, value, dialect));
    return { ...image, bytes, size: bytes.length };
  },
  describe(image, edit, { setEnvLine }) {
    if (!image.exists) return [];
    const { key, value } = edit;
    const change = envChange(image, edit, setEnvLine);
    if (!change) return [];
    const [first] = change.removed;
    return [
      { sign: "@", text: String(change.number) },
      ...(first === undefined ? [] : [{ sign: "-" as const, text: shown(key, first) }]),
      { sign: "+", text: `${key}=${value}` },
    ];
  },
  inverse: ({ key }) => `${key} as it was`,
};

/** Where the file before and after differ. Lines carry their ends, and may hold other values. */
export interface EnvChange {
  /** 1-based, of the first line. */
  readonly number: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
  /** Set when the new content is the old one with this after it. */
  readonly appended?: string;
}

/** Undefined when the file has this value already. */
export function envChange(
  image: FileImage,
  { key, value, dialect }: EditOf<"set-env">,
  setEnvLine: SetEnvLine,
): EnvChange | undefined {
  const old = textOf(image.bytes).text;
  const text = setEnvLine(old, key, value, dialect);
  if (text === old) return undefined;
  const before = linesOf(old);
  const after = linesOf(text);
  const start = sameAtStart(before, after);
  const end = sameAtStart(before.slice(start).toReversed(), after.slice(start).toReversed());
  const isAppended = text.startsWith(old);
  return {
    number: isAppended ? before.length + 1 : start + 1,
    removed: isAppended ? [] : before.slice(start, before.length - end),
    added: after.slice(start, after.length - end),
    ...(isAppended ? { appended: text.slice(old.length) } : {}),
  };
}

function sameAtStart(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count += 1;
  return count;
}

const harmless = /^(|true|false|on|off|yes|no|[01]|local|debug|production|development)$/i;

/** Only words that cannot be a secret are shown of the old value. */
function shown(key: string, line: string): string {
  const [, name, value = ""] = /^\s*(?:export\s+)?([^\s=]+)\s*=(.*)$/s.exec(line) ?? [];
  const bare = value.trim().replace(/^(["'])(.*)\1$/, "$2");
  // A line that is not the key's own belongs to a value of several lines.
  return `${key}=${name === key && harmless.test(bare) ? bare : "(not shown)"}`;
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** The file with its text changed; bytes that are not touched stay as they are. */
export function changedBytes(image: FileImage, change: (text: string) => string): Buffer {
  const { text, encoding } = textOf(image.bytes);
  return Buffer.from(change(text), encoding);
}

/** UTF-8 where it is that, else byte by byte: what is not touched must come back as it was. */
function textOf(bytes: Uint8Array = new Uint8Array()): {
  readonly text: string;
  readonly encoding: "utf8" | "latin1";
} {
  const buffer = Buffer.from(bytes);
  const text = buffer.toString("utf8");
  if (Buffer.from(text, "utf8").equals(buffer)) return { text, encoding: "utf8" };
  return { text: buffer.toString("latin1"), encoding: "latin1" };
}
