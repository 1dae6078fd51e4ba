import { Buffer } from "node:buffer";
import type { AuditContext } from "../core/audit-context.ts";
import type { FindingDraft } from "../core/finding.ts";
import { readerOf } from "../core/install/reader-of.ts";
import { shownPath } from "../core/install/shown-path.ts";
import type { TextAssertion } from "../core/knowledge/local-audit.ts";
import { type Gap, type Look, absent, blocked, found, gap } from "../core/look.ts";
import { type Outcome, conclude, notApplicable } from "../core/outcome.ts";
import { matchingPaths } from "./matching-paths.ts";
import { type PatternSearch, createPatternSearch } from "./pattern-search.ts";

/** Whether each file holds a text, or none does. What they hold is not said. */
export function judgeText(assertion: TextAssertion, context: AuditContext): Outcome {
  const { path, wanted } = assertion;
  const { paths, gaps } = matchingPaths(path, context);
  if (paths.length === 0 && gaps.length === 0) return notApplicable(`there is no ${path}`);
  const search = createPatternSearch();
  const findings: FindingDraft[] = [];
  const unseen: Gap[] = [...gaps];
  for (const each of paths) {
    const line = lineOfHit(each, assertion, context, search);
    const name = shownPath(context.install, each);
    if (line.kind === "blocked") unseen.push(gap(each, line.reason));
    if (line.kind === "absent" && wanted) {
      const message = `${name} does not hold the text asked for`;
      findings.push({ message, location: { kind: "file", path: each } });
    }
    if (line.kind === "found" && !wanted) {
      const message = `${name} holds a text that must not be there`;
      findings.push({ message, location: { kind: "file", path: each, line: line.value } });
    }
  }
  return conclude({ findings, gaps: unseen });
}

function lineOfHit(
  path: string,
  { what }: TextAssertion,
  context: AuditContext,
  search: PatternSearch,
): Look<number> {
  const content = readerOf(context, path).read(path);
  if (content.kind === "absent") return blocked("io", "vanished while it was looked at");
  if (content.kind === "blocked") return content;
  const bytes = Buffer.from(content.value.bytes);
  const text = textOf(bytes);
  if ("literal" in what) {
    const at = bytes.indexOf(what.literal, 0, "utf8");
    if (at >= 0) return found(lineAt(bytes.toString("latin1"), at));
    return text === undefined ? notText : absent;
  }
  if (text === undefined) return notText;
  const at = search(what.pattern, text);
  return at.kind === "found" ? found(lineAt(text, at.value)) : at;
}

/** In another encoding the words would look different: not found is not absent. */
const notText = blocked("parse", "is no UTF-8 text");
const decoder = new TextDecoder("utf-8", { fatal: true });

function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return decoder.decode(bytes);
  } catch {
    // Bytes that are no UTF-8.
    return undefined;
  }
}

function lineAt(text: string, at: number): number {
  return text.slice(0, at).split("\n").length;
}
