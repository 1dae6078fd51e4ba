/** Where the line ends that `from` is on: at one of `newlines`, or at the end of the text. */
export function endOfLine(text: string, from: number, newlines = "\n"): number {
  let at = from;
  while (at < text.length && !newlines.includes(text[at] ?? "")) at += 1;
  return at;
}
