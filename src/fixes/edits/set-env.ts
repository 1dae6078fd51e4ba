import type { SetEnvLine } from "../../core/set-env-line.ts";
import type { FileImage } from "../image.ts";
import type { EditKind, EditOf } from "./edit-kind.ts";

export const setEnvEdit: EditKind<EditOf<"set-env">> = {
  check(image, { value }) {
    if (!image.exists) return "it is gone";
    if (!image.bytes) return "it is too large for an env file";
    return /[\r\n\0]/.test(value) ? "the new value is not one line" : undefined;
  },
  apply(image, { key, value }, { setEnvLine }) {
    if (!image.exists) return image;
    const bytes = changedBytes(image, (text) => setEnvLine(text, key, value));
    return { ...image, bytes, size: bytes.length };
  },
  describe(image, { key, value }, { setEnvLine }) {
    if (!image.exists) return [];
    return changedLines(image, key, value, setEnvLine).flatMap(({ number, before, after }) => [
      { sign: "@" as const, text: String(number) },
      ...(before === undefined ? [] : [{ sign: "-" as const, text: shown(key, before) }]),
      { sign: "+" as const, text: after },
    ]);
  },
  inverse: ({ key }) => `${key} as it was`,
};

export interface ChangedLine {
  /** 1-based. */
  readonly number: number;
  /** Absent when the line is added. */
  readonly before?: string;
  readonly after: string;
}

/** The lines that the edit changes or adds; those after it hold only the key and the new value. */
export function changedLines(
  image: FileImage,
  key: string,
  value: string,
  setEnvLine: SetEnvLine,
): readonly ChangedLine[] {
  const before = linesOf(image);
  const after = linesOf({
    ...image,
    bytes: changedBytes(image, (text) => setEnvLine(text, key, value)),
  });
  return after.flatMap((line, index): ChangedLine[] => {
    const old = before[index];
    if (old === line) return [];
    const number = index + 1;
    return [old === undefined ? { number, after: line } : { number, before: old, after: line }];
  });
}

/** Only words that cannot be a secret are shown of the old value. */
function shown(key: string, line: string): string {
  const value = line
    .slice(line.indexOf("=") + 1)
    .trim()
    .replace(/^(["'])(.*)\1$/, "$2");
  const isHarmless = /^(|true|false|on|off|yes|no|[01]|local|debug|production|development)$/i;
  return `${key}=${isHarmless.test(value) ? value : "(not shown)"}`;
}

function linesOf(image: FileImage): string[] {
  const lines = textOf(image.bytes ?? new Uint8Array()).text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function changedBytes(image: FileImage, change: (text: string) => string): Buffer {
  const { text, encoding } = textOf(image.bytes ?? new Uint8Array());
  return Buffer.from(change(text), encoding);
}

/** UTF-8 where it is that, else byte by byte: what is not touched must come back as it was. */
function textOf(bytes: Uint8Array): { text: string; encoding: "utf8" | "latin1" } {
  const buffer = Buffer.from(bytes);
  const text = buffer.toString("utf8");
  if (Buffer.from(text, "utf8").equals(buffer)) return { text, encoding: "utf8" };
  return { text: buffer.toString("latin1"), encoding: "latin1" };
}
