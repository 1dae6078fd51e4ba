/**
 * Makes text from outside harmless on a terminal: C0, DEL, C1, bidi controls, line separators and
 * lone surrogates become `\xHH` or `\u{HHHH}`. Newlines and tabs are escaped as well.
 */
export function escapeControl(text: string): string {
  return text.replaceAll(dangerous, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const hex = code.toString(16);
    return code <= 0xff ? `\\x${hex.padStart(2, "0")}` : `\\u{${hex}}`;
  });
}

// Bidi controls: https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
const dangerous =
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/gu;
