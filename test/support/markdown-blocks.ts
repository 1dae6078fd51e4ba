/** The fenced blocks of a page in one language, in order. */
export function markdownBlocks(page: string, language: string): readonly string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm");
  return [...page.matchAll(fence)].map(([, text = ""]) => text);
}
