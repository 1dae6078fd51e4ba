import { plural } from "../../core/exit.ts";
import type { FileImage, Image } from "../image.ts";
import type { EditKind, EditOf } from "./edit-kind.ts";

const newFileMode = 0o644;
// A context line is shown only when it is too short to be a key that strayed into the file.
const longestContext = 24;

export const ignoreLinesEdit: EditKind<EditOf<"ignore-lines">> = {
  check: (image, { add }) => {
    if (image.exists && !image.bytes) return "it is too large for an ignore file";
    return add.some((line) => /[\r\n\0]/.test(line)) ? "a line to add is not one line" : undefined;
  },
  apply(image, { add }, { folder }) {
    const bytes = Buffer.concat([oldBytes(image), Buffer.from(addedText(image, add))]);
    const size = bytes.length;
    if (image.exists) return { ...image, bytes, size };
    const { uid, gid } = folder;
    return { exists: true, mode: newFileMode, uid, gid, bytes, size, mtime: "" };
  },
  describe(image, { add }) {
    const lines = Buffer.from(oldBytes(image)).toString("utf8").split(/\r?\n/);
    if (lines.at(-1) === "") lines.pop();
    const last = lines.at(-1);
    return [
      { sign: "@", text: String(Math.max(1, lines.length)) },
      ...(last === undefined || last === ""
        ? []
        : [{ sign: " " as const, text: last.length > longestContext ? "..." : last }]),
      ...add.map((line) => ({ sign: "+" as const, text: line })),
    ];
  },
  inverse: ({ add }) => `${plural(add.length, "line")} taken out`,
};

/** What is appended: a line end first when the last line has none; the file's own line ends. */
export function addedText(image: Image, add: readonly string[]): string {
  const old = Buffer.from(oldBytes(image));
  const end = old.includes("\r\n") ? "\r\n" : "\n";
  const start = old.length > 0 && old.at(-1) !== 0x0a ? end : "";
  return start + add.map((line) => line + end).join("");
}

function oldBytes(image: Image): Uint8Array {
  return (image as Partial<FileImage>).bytes ?? new Uint8Array();
}
