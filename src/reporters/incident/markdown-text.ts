import { clean } from "../human/layout.ts";

/**
 * Text from outside as plain words of Markdown: no link, no emphasis, no HTML, no heading, no cell.
 * https://spec.commonmark.org/0.31.2/#backslash-escapes
 */
export function markdownText(text: string): string {
  return clean(text)
    .replaceAll(/[\\`*[\]<>|~]/g, String.raw`\$&`)
    .replaceAll(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, String.raw`\_`)
    .replaceAll(/&(?=#?[A-Za-z0-9]+;)/g, String.raw`\&`)
    .replace(/^([#+-])(?=\s|$)/, String.raw`\$1`)
    .replace(/^(\d+)([.)])(?=\s|$)/, String.raw`$1\$2`);
}

/** A name, a path, a command: as it is, in code. */
export function markdownCode(text: string): string {
  const plain = clean(text)
    .replaceAll("`", "'")
    .replaceAll("|", String.raw`\|`);
  return `\`${plain}\``;
}

/** An address of our own rule files; everything else is code. */
export function markdownLink(url: string): string {
  return /^https:\/\/[\w./?&=%#+~:@-]+$/.test(url) ? `<${url}>` : markdownCode(url);
}

export function tableRow(...cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** `2026-11-24 09:31:07 UTC`. */
export function markdownTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}
