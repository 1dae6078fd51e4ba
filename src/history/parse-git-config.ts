export interface GitConfigEntry {
  /** Lower case. */
  readonly section: string;
  readonly subsection?: string;
  /** Lower case. */
  readonly key: string;
  /** A key without `=` is `true`. */
  readonly value: string;
  readonly line: number;
}

const sectionForm = /^\s*\[\s*([\w.-]+)\s*(?:"((?:[^"\\]|\\.){0,4096})")?\s*\]/;
const keyForm = /^\s*([a-z][a-z0-9-]*)\s*(?:=(.*))?$/is;

/**
 * Entries of a git configuration file, in file order; what cannot be read is passed over. No
 * `include` is followed.
 *
 * @see https://git-scm.com/docs/git-config#_syntax
 */
export function parseGitConfig(text: string): readonly GitConfigEntry[] {
  const entries: GitConfigEntry[] = [];
  let section = "";
  let subsection: string | undefined;
  for (const { text: raw, line } of logicalLines(text)) {
    let rest = raw;
    const head = sectionForm.exec(rest);
    if (head) {
      section = (head[1] ?? "").toLowerCase();
      subsection = head[2]?.replaceAll(/\\(.)/gs, "$1");
      rest = rest.slice(head[0].length);
    }
    const pair = keyForm.exec(withoutComment(rest));
    if (!pair) continue;
    const value = pair[2] === undefined ? "true" : unquote(pair[2]);
    const named = subsection === undefined ? { section } : { section, subsection };
    entries.push({ ...named, key: (pair[1] ?? "").toLowerCase(), value, line });
  }
  return entries;
}

/** Lines with a backslash at their end joined; numbered by their first. */
function logicalLines(text: string): { text: string; line: number }[] {
  const lines: { text: string; line: number }[] = [];
  let open: { text: string; line: number } | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const joined: { text: string; line: number } = open
      ? { text: open.text + raw, line: open.line }
      : { text: raw, line: index + 1 };
    const slashes = /\\+$/.exec(joined.text)?.[0].length ?? 0;
    open = slashes % 2 === 1 ? { ...joined, text: joined.text.slice(0, -1) } : undefined;
    if (!open) lines.push(joined);
  }
  if (open) lines.push(open);
  return lines;
}

function withoutComment(text: string): string {
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === "\\") at += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (character === "#" || character === ";")) return text.slice(0, at);
  }
  return text;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", b: "\b" };

function unquote(text: string): string {
  return text
    .trim()
    .replaceAll(/\\(.)|"/gs, (_whole, escaped?: string) =>
      escaped === undefined ? "" : (escapes[escaped] ?? escaped),
    );
}
