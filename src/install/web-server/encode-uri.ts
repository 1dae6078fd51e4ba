/** A decoded path as it stands in a URL; raw bytes (see core/text/path-text.ts) are encoded too. */
export function encodeUri(uri: string): string {
  let text = "";
  for (const character of uri) {
    const code = character.codePointAt(0) ?? 0;
    if (/[A-Za-z0-9/._~!$&'()*+,;=:@-]/.test(character)) text += character;
    // A byte of a name that is not UTF-8, see core/path-text.ts.
    else if (code >= 0xdc80 && code <= 0xdcff) text += `%${(code - 0xdc00).toString(16)}`;
    else text += character.isWellFormed() ? encodeURIComponent(character) : "%EF%BF%BD";
  }
  return text;
}
