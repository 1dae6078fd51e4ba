import type { Buffer } from "node:buffer";
import type { Candidate } from "./candidate.ts";
import type { CompiledRule } from "./compile-rule.ts";

/** A window never grows beyond this, however close the hits stand: 32 KiB. */
const windowCap = 32 * 1024;
/** Matches that are refused may be looked at again from their second byte, this often over. */
const retries = 16;

/** Collects the hits of one rule's keywords and runs its pattern on the bytes around them. */
export class RuleWindow {
  readonly #rule: CompiledRule;
  /** Starts and ends of hits, in pairs. */
  #hits: number[] = [];
  #from = 0;
  #to = 0;
  /** Up to here matches were taken. */
  #done = 0;

  constructor(rule: CompiledRule) {
    this.#rule = rule;
  }

  /** Takes one hit; hits come ordered by their end. */
  add(start: number, end: number, bytes: Buffer, out: Candidate[]): void {
    const { facts, pattern } = this.#rule;
    if (pattern.within === 0 && !this.#fits(start, end, bytes)) return;
    const reach = facts.longest + facts.ahead;
    const [from, to] =
      pattern.within === 0
        ? [end - facts.longest - facts.behind, start + reach]
        : [Math.min(start, end - facts.behind), end + pattern.within + reach];
    const apart = from > this.#to || to - this.#from > windowCap;
    if (this.#hits.length > 0 && apart) this.flush(bytes, out);
    this.#from = this.#hits.length === 0 ? Math.max(0, from) : Math.min(this.#from, from);
    this.#from = Math.max(0, this.#from);
    this.#to = Math.max(this.#hits.length === 0 ? 0 : this.#to, to);
    this.#hits.push(start, end);
  }

  /** Whether a match that holds the hit has room among bytes that a match can have at all. */
  #fits(start: number, end: number, bytes: Buffer): boolean {
    const { shortest, alphabet } = this.#rule.facts;
    let first = end;
    const lowest = Math.max(0, end - shortest);
    while (first > lowest && alphabet[bytes[first - 1] as number] === 1) first -= 1;
    if (first > start) return false;
    let last = end;
    const highest = Math.min(bytes.length, first + shortest);
    while (last < highest && alphabet[bytes[last] as number] === 1) last += 1;
    return last - first >= shortest;
  }

  /** Runs the pattern on what was collected. */
  flush(bytes: Buffer, out: Candidate[]): void {
    if (this.#hits.length === 0) return;
    const from = this.#from;
    const text = bytes.toString("latin1", from, Math.min(this.#to, bytes.length));
    this.#search(text, from, out);
    this.#hits = [];
  }

  /** Forgets everything, for the next text. */
  reset(): void {
    this.#hits = [];
    this.#done = 0;
  }

  #search(text: string, from: number, out: Candidate[]): void {
    const { expression, pattern } = this.#rule;
    let budget = text.length * retries;
    let hit = 0;
    expression.lastIndex = 0;
    for (let match = expression.exec(text); match; match = expression.exec(text)) {
      const start = from + match.index;
      const end = start + match[0].length;
      hit = this.#skipHits(hit, start - pattern.within);
      if (start >= this.#done && this.#hasHit(hit, start, end) && this.#take(match, from, out)) {
        this.#done = end;
      } else {
        // The text may hold a right match that overlaps this wrong one.
        budget -= match[0].length;
        if (budget > 0 || match[0] === "") expression.lastIndex = match.index + 1;
      }
    }
  }

  /** First hit that starts or ends at or after `from`; matches come in order. */
  #skipHits(first: number, from: number): number {
    const inside = this.#rule.pattern.within === 0 ? 0 : 1;
    let hit = first;
    while (hit < this.#hits.length && (this.#hits[hit + inside] ?? 0) < from) hit += 2;
    return hit;
  }

  #hasHit(first: number, start: number, end: number): boolean {
    if (this.#rule.pattern.within > 0) return (this.#hits[first + 1] ?? Infinity) <= start;
    for (let hit = first; (this.#hits[hit] ?? Infinity) < end; hit += 2) {
      if ((this.#hits[hit] ?? 0) >= start && (this.#hits[hit + 1] ?? 0) <= end) return true;
    }
    return false;
  }

  #take(match: RegExpExecArray, from: number, out: Candidate[]): boolean {
    const rule = this.#rule;
    const whole = [match.index, match.index + match[0].length] as const;
    const [start, end] = match.indices?.groups?.["secret"] ?? whole;
    const value = match.input.slice(start, end);
    if (value === "" || !rule.accepts(value)) return false;
    const source = { kind: "rule", rule, value } as const;
    out.push({ start: from + start, end: from + end, rank: rule.rank, source });
    return true;
  }
}
