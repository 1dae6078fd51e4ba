import type { LinkView } from "../web-server/link-view.ts";
import { parsePcre } from "../web-server/pcre.ts";

/**
 * `client`: whoever asks decides it (a header, the method, the host), so both ways are open.
 * `unknown`: the text does not say.
 */
export type Truth = "true" | "false" | "client" | "unknown";

export interface ConditionFacts {
  readonly uri: string;
  /** The request as it was sent. */
  readonly raw: string;
  /** `http`, `https`; undefined: the server speaks both. */
  readonly scheme: string | undefined;
  /** The path that the present URI opens, and the root; undefined where variables stand in them. */
  readonly opened: string | undefined;
  readonly root: string | undefined;
  kindOf(path: string): ReturnType<LinkView["kindOf"]>;
}

/** What an `if (...)` of nginx comes to. */
export function judgeCondition(args: readonly string[], facts: ConditionFacts): Truth {
  const words = unwrapped(args);
  const [left = "", operator, right = ""] = words;
  const test = /^(!?)-([fdex])$/.exec(left);
  if (test) return flipIf(test[1] === "!", fileTest(test[2] ?? "", operator ?? "", facts));
  const value = valueOf(left, facts);
  if (value.kind !== "known") return value.kind;
  if (operator === undefined) return truth(value.text !== "" && value.text !== "0");
  if (right.includes("$") && !/^!?~/.test(operator)) return "unknown";
  switch (operator) {
    case "=":
      return truth(value.text === right);
    case "!=":
      return truth(value.text !== right);
    default:
      return matches(operator, value.text, right);
  }
}

function matches(operator: string, text: string, source: string): Truth {
  const parts = /^(!?)~(\*?)$/.exec(operator);
  const groups = parts ? parsePcre(source, parts[2] === "*").match(text) : "undecided";
  if (groups === "undecided") return "unknown";
  return truth((groups !== "none") !== (parts?.[1] === "!"));
}

function fileTest(kind: string, operand: string, facts: ConditionFacts): Truth {
  const { uri, opened, root } = facts;
  const values: Readonly<Record<string, string | undefined>> = {
    request_filename: opened,
    document_root: root,
    uri,
    document_uri: uri,
  };
  const path = operand.replaceAll(
    /\$(?:(\w+)|\{(\w+)\})/g,
    (whole, name?: string, braced?: string) => values[name ?? braced ?? ""] ?? whole,
  );
  if (path.includes("$") || !path.startsWith("/")) return "unknown";
  const found = facts.kindOf(path);
  if (found === "unknown") return "unknown";
  if (found === "none") return "false";
  if (kind === "x") return "unknown";
  return truth(kind === "e" || found === (kind === "f" ? "file" : "folder"));
}

type Value =
  | { readonly kind: "known"; readonly text: string }
  | { readonly kind: "client" | "unknown" };

function valueOf(operand: string, { uri, raw, scheme }: ConditionFacts): Value {
  const name = /^\$\{?(\w+)\}?$/.exec(operand)?.[1];
  if (name === undefined) return { kind: "unknown" };
  if (name === "uri" || name === "document_uri") return { kind: "known", text: uri };
  if (name === "request_uri") return { kind: "known", text: raw };
  if (scheme !== undefined && name === "scheme") return { kind: "known", text: scheme };
  if (scheme !== undefined && name === "https") {
    return { kind: "known", text: scheme === "https" ? "on" : "" };
  }
  // A file is fetched with GET.
  if (name === "request_method") return { kind: "known", text: "GET" };
  if (/^(http|arg|cookie|sent_http)_/.test(name) || clientNames.has(name)) {
    return { kind: "client" };
  }
  return { kind: "unknown" };
}

const clientNames = new Set(
  "host args query_string is_args scheme https server_port content_type content_length".split(" "),
);

function unwrapped(args: readonly string[]): string[] {
  const words = args.filter((word) => word !== "(" && word !== ")");
  const first = (words[0] ?? "").replace(/^\(/, "");
  const bare = args[0] === "(" ? words : [first, ...words.slice(1)];
  if (args.at(-1) === ")") return bare;
  return bare.map((word, index) => (index === bare.length - 1 ? word.replace(/\)$/, "") : word));
}

function truth(value: boolean): Truth {
  return value ? "true" : "false";
}

function flipIf(flip: boolean, value: Truth): Truth {
  if (!flip || value === "client" || value === "unknown") return value;
  return value === "true" ? "false" : "true";
}
