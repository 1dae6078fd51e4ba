/** One directive as it is written; variables in `text` are not filled in yet. */
export interface WrittenDirective {
  /** Lower case; for a section without its brackets. */
  readonly name: string;
  /** What stands behind the name. */
  readonly text: string;
  readonly block?: readonly WrittenDirective[];
  readonly file: string;
  readonly line: number;
}

export interface ApacheFile {
  readonly directives: readonly WrittenDirective[];
  /** `line 4: </Directory> closes nothing`; what was read before it is kept. */
  readonly problem?: string;
}

interface Open {
  readonly head: Omit<WrittenDirective, "block">;
  readonly block: WrittenDirective[];
}

const deepest = 64;

/**
 * The directives of one file, sections nested. A line ends with its line feed unless a backslash
 * stands before it; a comment is a line of its own.
 * https://httpd.apache.org/docs/2.4/configuring.html#syntax
 */
export function parseApache(source: string, file: string): ApacheFile {
  const top: WrittenDirective[] = [];
  const open: Open[] = [];
  for (const { text, line } of logicalLines(source)) {
    const into = open.at(-1)?.block ?? top;
    const closing = /^<\/\s*([^\s>]+)/.exec(text)?.[1]?.toLowerCase();
    if (closing !== undefined) {
      const last = open.pop();
      if (last?.head.name !== closing) {
        return { directives: top, problem: `line ${line}: </${closing}> closes nothing` };
      }
      (open.at(-1)?.block ?? top).push({ ...last.head, block: last.block });
      continue;
    }
    const opening = /^<\s*([^\s>]+)(.*)$/s.exec(text);
    if (!opening) {
      const [, name = "", rest = ""] = /^(\S+)\s*(.*)$/s.exec(text) ?? [];
      into.push({ name: name.toLowerCase(), text: rest, file, line });
      continue;
    }
    const end = text.lastIndexOf(">");
    if (end < 0) return { directives: top, problem: `line ${line}: ">" is missing` };
    if (open.length >= deepest) {
      return { directives: top, problem: `line ${line}: sections are nested too deep` };
    }
    const name = (opening[1] ?? "").toLowerCase();
    const from = text.indexOf(opening[1] ?? "") + name.length;
    const head = { name, text: text.slice(from, Math.max(end, from)).trim(), file, line };
    open.push({ head, block: [] });
  }
  const unclosed = open.at(-1)?.head;
  if (!unclosed) return { directives: top };
  return { directives: top, problem: `line ${unclosed.line}: <${unclosed.name}> is never closed` };
}

/** Lines put together, trimmed, without comments and empty ones; each with its first number. */
function logicalLines(source: string): readonly { readonly text: string; readonly line: number }[] {
  const lines: { text: string; line: number }[] = [];
  let pending = "";
  let first = 0;
  const flush = () => {
    const text = pending.trim();
    if (text !== "" && !text.startsWith("#")) lines.push({ text, line: first });
    pending = "";
  };
  for (const [index, raw] of source.split(/\r?\n/).entries()) {
    if (pending === "") first = index + 1;
    if (raw.endsWith("\\")) {
      pending += raw.slice(0, -1);
      continue;
    }
    pending += raw;
    flush();
  }
  flush();
  return lines;
}
