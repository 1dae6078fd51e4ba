/** `a`, `a and b`, `a, b and c`, and with more than `most`: `a, b, c and 4 more`. */
export function wordList(words: readonly string[], most = 3): string {
  if (words.length > most) {
    return `${words.slice(0, most).join(", ")} and ${words.length - most} more`;
  }
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
