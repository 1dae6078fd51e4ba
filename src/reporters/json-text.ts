/**
 * JSON that is harmless on a terminal too: JSON.stringify escapes C0, and this escapes DEL, C1,
 * bidi controls and line separators. Two spaces, a newline at the end, undefined keys left out.
 */
export function jsonText(value: object): string {
  const text = JSON.stringify(value, undefined, 2);
  return `${text.replaceAll(dangerous, escapeUnit)}\n`;
}

// Bidi controls: https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
const dangerous = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
