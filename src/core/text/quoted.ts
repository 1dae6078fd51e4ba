const longestWord = 24;

/** What was typed, for messages; nothing of a long text, which may be a secret in a wrong place. */
export function quoted(text: string): string {
  return text.length <= longestWord ? `"${text}"` : "that";
}
