import { isPlaceholder } from "../core/secrets/placeholder.ts";
import type { CredentialSpec } from "../core/knowledge/provider.ts";
import { Secret } from "../core/secrets/secret.ts";
import { hasShape, matchesPattern } from "../core/secrets/secret-shape.ts";

export interface NewValueQuestion {
  /** As it was typed, pasted or piped in. */
  readonly given: Secret;
  readonly spec: Pick<
    CredentialSpec,
    "id" | "pattern" | "shape" | "live" | "test" | "passwordLike"
  >;
  /** Absent where only IPTVbp's settings hold it. */
  readonly old?: Secret;
  /** Whether the credential ever had this value, as far as the ledger knows. */
  readonly wasUsed: (value: Secret) => boolean;
}

export type NewValueVerdict =
  | { readonly status: "refused"; readonly reason: string }
  | {
      readonly status: "fits";
      readonly value: Secret;
      /** What was left out of the paste, for people. */
      readonly notes: readonly string[];
      /** What a person has to look at; each a sentence without its question. */
      readonly doubts: readonly string[];
    };

const fewestCharacters = 12;

/** Judges a new value before anything is changed. Pure; no text of it holds the value. */
export function checkNewValue(question: NewValueQuestion): NewValueVerdict {
  const { spec, old } = question;
  const { text, notes, doubts } = withoutPasteMarks(question);
  const value = withPrefix(text, spec);
  const reason = whyRefused(question, text, value);
  if (reason !== undefined) return { status: "refused", reason };
  const more: string[] = [];
  if (spec.shape !== undefined && !hasShape(value, spec.shape)) {
    more.push(`it does not have the shape of ${spec.id}`);
  }
  if (old && spec.live !== undefined && isLive(old, spec) && !isLive(value, spec)) {
    more.push("the value in use is a live one, and this one is not");
  }
  if (old && spec.test !== undefined && isTest(old, spec) && !isTest(value, spec)) {
    more.push("the value in use is a test one, and this one is not");
  }
  if (spec.passwordLike && value.length < fewestCharacters) {
    more.push(`it has fewer than ${fewestCharacters} characters`);
  }
  return { status: "fits", value, notes, doubts: [...doubts, ...more] };
}

function whyRefused(
  { spec, old, wasUsed }: NewValueQuestion,
  text: string,
  value: Secret,
): string | undefined {
  if (text === "") return "it is empty";
  if (/[\r\n]/.test(text)) return "it has several lines";
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(text)) return "it holds control characters";
  if (/\.{3}|\u2026|\*{4}/.test(text)) return "it is a shortened display, not the value itself";
  if (isPlaceholder(text)) return "it is a placeholder, not a value";
  if (old && value.equals(old)) return "it is the value that is in use now";
  if (wasUsed(value)) return `${spec.id} had this value before`;
  if (old && spec.test !== undefined && isLive(old, spec) && isTest(value, spec)) {
    return "it is a test value, and the one in use is live";
  }
  return undefined;
}

interface Cleaned {
  readonly text: string;
  readonly notes: readonly string[];
  readonly doubts: readonly string[];
}

/** A clipboard brings line ends, blanks and quotes along. What may belong to the value is asked. */
function withoutPasteMarks({ given, spec }: NewValueQuestion): Cleaned {
  const notes: string[] = [];
  const doubts: string[] = [];
  const whole = given.reveal();
  let text = whole.replace(/(?:\r?\n)+$/, "");
  if (text !== whole) notes.push("the line end after it was left out");
  const fits = (part: string) => spec.shape !== undefined && hasShape(new Secret(part), spec.shape);
  const bare = text.trim();
  if (bare !== text && !fits(text)) {
    notes.push("the blanks around it were left out");
    if (spec.shape === undefined) doubts.push("there were blanks around it, which were left out");
    text = bare;
  }
  const quoted = /^(["'`])(.*)\1$/s.exec(text)?.[2];
  if (quoted !== undefined && !fits(text)) {
    notes.push("the quotes around it were left out");
    if (spec.shape === undefined) doubts.push("there were quotes around it, which were left out");
    text = quoted;
  }
  return { text, notes, doubts };
}

function isLive(value: Secret, { live }: NewValueQuestion["spec"]): boolean {
  return live !== undefined && matchesPattern(value, live);
}

function isTest(value: Secret, { test }: NewValueQuestion["spec"]): boolean {
  return test !== undefined && matchesPattern(value, test);
}

function withPrefix(text: string, { pattern }: NewValueQuestion["spec"]): Secret {
  const prefix = pattern?.prefixes.find((candidate) => text.startsWith(candidate));
  return new Secret(text, prefix ?? "");
}
