import { Buffer } from "node:buffer";
import { fold } from "./byte-automaton.ts";
import type { Candidate } from "./candidate.ts";
import { type LeftOutValue, type OwnValue } from "./own-value.ts";
import { type Care, careFor, contextBefore, standsAsCredential } from "./own-value-care.ts";
import { type Spelling, spellingsOf } from "./own-value-forms.ts";

/** One spelling of an own value, found by its first bytes. */
export interface OwnLiteral {
  /** What the automaton looks for: the beginning, in lower case. */
  readonly head: Uint8Array;
  readonly own: OwnValue;
  readonly care: Care;
  readonly spelling: Spelling;
}

export interface OwnValueSearch {
  readonly literals: readonly OwnLiteral[];
  readonly leftOut: readonly LeftOutValue[];
  /** By value: the first credential that has it. */
  readonly byValue: ReadonlyMap<string, OwnValue>;
}

/** Enough bytes to make a hit rare; more would only make the table larger. */
const headLength = 10;

/** Decides which own values are searched and in which spellings. */
export function prepareOwnValues(values: readonly OwnValue[]): OwnValueSearch {
  const literals: OwnLiteral[] = [];
  const leftOut: LeftOutValue[] = [];
  const byValue = new Map<string, OwnValue>();
  for (const own of values) {
    const value = own.value.reveal();
    const care = careFor(value);
    if (care !== "free" && care !== "guarded") {
      leftOut.push({ ruleId: own.ruleId, name: own.name, why: care });
      continue;
    }
    if (byValue.has(value)) continue;
    byValue.set(value, own);
    for (const spelling of spellingsOf(value, care)) {
      const head = spelling.bytes.slice(0, headLength).map(fold);
      literals.push({ head, own, care, spelling });
    }
  }
  return { literals, leftOut, byValue };
}

/** The sighting whose first bytes end at `headEnd`, when the rest of it stands there too. */
export function verifyOwnLiteral(
  literal: OwnLiteral,
  bytes: Buffer,
  headEnd: number,
): Candidate | undefined {
  const { own, care, spelling } = literal;
  const start = headEnd - literal.head.length;
  const end = start + spelling.bytes.length;
  if (!standsAt(spelling, bytes, start)) return undefined;
  const isText = spelling.form !== "base64" && spelling.form !== "hex";
  if (care === "guarded" && isText && !isInContext(own, bytes, start, end)) return undefined;
  return { start, end, rank: 0, source: { kind: "own", own, form: spelling.form } };
}

function standsAt({ bytes: wanted, anyCase }: Spelling, bytes: Buffer, start: number): boolean {
  if (start + wanted.length > bytes.length) return false;
  for (let index = 0; index < wanted.length; index += 1) {
    const [want, have] = [wanted[index] ?? 0, bytes[start + index] ?? 0];
    if (want !== have && !(anyCase && fold(want) === fold(have))) return false;
  }
  return true;
}

function isInContext(own: OwnValue, bytes: Buffer, start: number, end: number): boolean {
  const before = bytes.toString("latin1", Math.max(0, start - contextBefore), start);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  return standsAsCredential(line, bytes.toString("latin1", end, end + 1), own.name);
}
