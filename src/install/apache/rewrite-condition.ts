import { parsePcre } from "../web-server/pcre.ts";
import type { FileView } from "./file-view.ts";
import type { RewriteCondition } from "./rewrite-rules.ts";

/** `client`: whoever asks decides it, so that both ways are open. */
export type Truth = "true" | "false" | "client" | "unknown";

/** What the variables of a condition stand for. */
export interface RewriteFacts {
  readonly uri: string;
  /** The request as it was sent. */
  readonly raw: string;
  readonly method: string;
  readonly isSecure: boolean;
  /** Undefined: several. */
  readonly port: string | undefined;
  readonly fileName: string;
  readonly documentRoot: string;
  /** The request was rewritten before. */
  readonly redirected: boolean;
  readonly ruleGroups: readonly (string | undefined)[];
}

export interface Judged {
  readonly truth: Truth;
  /** Groups of the last condition that matched, for `%1`; undefined: not known. */
  readonly groups: readonly (string | undefined)[] | undefined;
}

/** All conditions of a rule: joined by "and", those with `[OR]` in groups. */
export function judgeConditions(
  conditions: readonly RewriteCondition[],
  facts: RewriteFacts,
  view: FileView,
): Judged {
  let groups: Judged["groups"] = [];
  const alternatives: Truth[][] = [[]];
  for (const condition of conditions) {
    const judged = judgeOne(condition, facts, groups, view);
    if (judged.truth !== "false") groups = judged.groups;
    alternatives.at(-1)?.push(judged.truth);
    if (!condition.flags.has("or")) alternatives.push([]);
  }
  const parts = alternatives.filter((each) => each.length > 0).map(anyOf);
  if (parts.includes("false")) return { truth: "false", groups };
  if (parts.includes("unknown")) return { truth: "unknown", groups };
  return { truth: parts.includes("client") ? "client" : "true", groups };
}

function anyOf(truths: readonly Truth[]): Truth {
  for (const each of ["true", "unknown", "client"] as const) if (truths.includes(each)) return each;
  return "false";
}

function judgeOne(
  { test, pattern, flags }: RewriteCondition,
  facts: RewriteFacts,
  groups: Judged["groups"],
  view: FileView,
): Judged {
  const negated = pattern.startsWith("!");
  const plain = negated ? pattern.slice(1) : pattern;
  const value = expandText(test, facts, groups);
  const judged = (truth: Truth, matched: Judged["groups"] = []): Judged => ({
    truth: negated ? flip(truth) : truth,
    groups: negated ? [] : matched,
  });
  const fileTest = /^-([a-zA-Z]+)$/.exec(plain)?.[1];
  if (fileTest !== undefined) {
    return judged(value.kind === "known" ? onDisk(fileTest, value.text, view) : "unknown");
  }
  if (value.kind !== "known") return judged(value.kind, undefined);
  const compare = /^(=|<|>|<=|>=)(.*)$/s.exec(plain);
  if (compare) {
    if (compare[1] !== "=") return judged("unknown");
    const other = (compare[2] ?? "").replace(/^"(.*)"$/s, "$1");
    const same = flags.has("nc")
      ? other.toLowerCase() === value.text.toLowerCase()
      : other === value.text;
    return judged(truth(same));
  }
  const found = parsePcre(plain, flags.has("nc")).match(value.text);
  if (found === "undecided") return judged("unknown");
  return found === "none" ? judged("false") : judged("true", found);
}

function onDisk(test: string, path: string, view: FileView): Truth {
  switch (test) {
    case "f":
    case "s":
      return truth(path.startsWith("/") && view.isFile(path));
    case "d":
      return truth(path.startsWith("/") && view.isFolder(path));
    case "l":
    case "L":
    case "h":
      return truth(view.linkAt(path) !== undefined);
    default:
      return "unknown";
  }
}

const longest = 4096;

export type Expanded =
  | { readonly kind: "known"; readonly text: string }
  | { readonly kind: "client" | "unknown" };

/** Fills in `$1`, `%1` and `%{NAME}`. */
export function expandText(text: string, facts: RewriteFacts, groups: Judged["groups"]): Expanded {
  // Not worth being multiplied.
  if (text.length > longest) return { kind: "unknown" };
  let doubt: "client" | "unknown" | undefined;
  const filled = text.replaceAll(
    /\\(.)|\$(\d)|%(\d)|%\{([^}]*)\}|\$\{[^}]*\}/g,
    (whole, literal?: string, rule?: string, condition?: string, name?: string) => {
      if (literal !== undefined) return literal;
      if (rule !== undefined) return facts.ruleGroups[Number(rule)] ?? "";
      if (condition !== undefined) {
        if (!groups) doubt ??= "client";
        return groups?.[Number(condition)] ?? "";
      }
      const value = name === undefined ? undefined : variable(name, facts);
      if (value === undefined || value.kind === "unknown") doubt = "unknown";
      else if (value.kind === "client") doubt ??= "client";
      return value?.kind === "known" ? value.text : whole;
    },
  );
  return doubt === undefined ? { kind: "known", text: filled } : { kind: doubt };
}

function variable(name: string, facts: RewriteFacts): Expanded {
  const known = (text: string): Expanded => ({ kind: "known", text });
  switch (name.toUpperCase()) {
    case "REQUEST_URI":
      return known(facts.uri);
    case "REQUEST_FILENAME":
    case "SCRIPT_FILENAME":
      return known(facts.fileName);
    case "THE_REQUEST":
      return known(`${facts.method} ${facts.raw} HTTP/1.1`);
    case "REQUEST_METHOD":
      return known(facts.method);
    case "DOCUMENT_ROOT":
      return known(facts.documentRoot);
    case "HTTPS":
      return known(facts.isSecure ? "on" : "off");
    case "REQUEST_SCHEME":
      return known(facts.isSecure ? "https" : "http");
    case "SERVER_PORT":
      return facts.port === undefined ? { kind: "client" } : known(facts.port);
    case "QUERY_STRING":
      return { kind: "client" };
    case "ENV:REDIRECT_STATUS":
      return known(facts.redirected ? "200" : "");
    case "IS_SUBREQ":
      return known("false");
    default:
      return { kind: clientNames.test(name) ? "client" : "unknown" };
  }
}

const clientNames =
  /^(HTTP_\w+|HTTP:.+|REQUEST_PROTOCOL|SERVER_PROTOCOL|SERVER_NAME|TIME\w*|REMOTE_PORT)$/i;

function truth(value: boolean): Truth {
  return value ? "true" : "false";
}

function flip(value: Truth): Truth {
  if (value === "true") return "false";
  return value === "false" ? "true" : value;
}
