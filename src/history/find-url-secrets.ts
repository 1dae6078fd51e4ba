import { Buffer } from "node:buffer";
import { Secret } from "../core/secrets/secret.ts";
import type { SecretMatch } from "../core/ports/secret-search.ts";

// user:password@ or token@ in a URL; a bare user name is short and no secret.
const userInfo =
  /\b[a-z][a-z0-9+.-]{1,20}:\/\/([^\s/?#@:"'<>]{0,256})(?::([^\s/?#@"'<>]{1,512}))?@/gi;
// `http.extraHeader`, as CI systems leave it behind.
const header = /\bauthorization:[ \t]*(?:basic|bearer|token)[ \t]+([\w+/=.~-]{8,4096})/gi;

const shortestToken = 20;

/** Secrets of git's own making: passwords in remote URLs and authorization headers. */
export function findUrlSecrets(bytes: Uint8Array): readonly SecretMatch[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const found: SecretMatch[] = [];
  for (const match of text.matchAll(userInfo)) {
    const [, user = "", password] = match;
    const value = password ?? (user.length >= shortestToken ? user : undefined);
    if (value === undefined || isPlaceholder(value)) continue;
    found.push(matchAt(text, match.index + match[0].lastIndexOf(value), value, urlRule));
  }
  for (const match of text.matchAll(header)) {
    const value = match[1] ?? "";
    found.push(matchAt(text, match.index + match[0].length - value.length, value, headerRule));
  }
  return found;
}

// Ids of rules in rules/secrets, so that they can be explained and waived like any other.
const urlRule = { ruleId: "url-password", title: "password in a URL" };
const headerRule = { ruleId: "assigned-secret", title: "authorization header for git" };

/** Left to the reader or filled in at run time: `${TOKEN}`, `<password>`, `***`. */
function isPlaceholder(value: string): boolean {
  return /^(?:\$\{?\w+\}?|%\w+%|\*+|x+|<.*>)$/i.test(value);
}

function matchAt(
  text: string,
  at: number,
  value: string,
  rule: { readonly ruleId: string; readonly title: string },
): SecretMatch {
  const lineStart = text.lastIndexOf("\n", at - 1) + 1;
  let line = 1;
  for (let next = text.indexOf("\n"); next >= 0 && next < at; next = text.indexOf("\n", next + 1)) {
    line += 1;
  }
  return {
    ...rule,
    secret: new Secret(Buffer.from(value, "latin1").toString("utf8")),
    strong: false,
    severity: "high",
    confidence: "high",
    form: "plain",
    line,
    column: at - lineStart + 1,
  };
}
