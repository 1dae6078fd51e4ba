import { escapeControl } from "../../core/text/escape-control.ts";

/** Text from outside on one line of a terminal; runs of newlines become a space. */
export function clean(text: string): string {
  return escapeControl(text.replaceAll(/\s*\n\s*/g, " "));
}

/** Width in code points: everything of ours is ASCII, and paths mostly are. */
export function widthOf(text: string): number {
  let width = 0;
  for (const _ of text) width += 1;
  return width;
}

export function padTo(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}

/** `left` with `right` at the right edge; on a line of its own when they do not fit together. */
export function spread(left: string, right: string, columns: number): readonly string[] {
  const room = columns - widthOf(left) - widthOf(right);
  if (room >= 2) return [left + " ".repeat(room) + right];
  return [left, " ".repeat(Math.max(0, columns - widthOf(right))) + right];
}

/** Breaks at spaces; a word that is too long stays whole, so that it can be copied. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines;
}

/** Wrapped text, the first line after `head`, the others below its end. */
export function hang(head: string, text: string, columns: number): readonly string[] {
  const [first = "", ...rest] = wrap(text, columns - widthOf(head));
  const margin = " ".repeat(widthOf(head));
  return [head + first, ...rest.map((line) => margin + line)];
}
