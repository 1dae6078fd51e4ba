import type { Buffer } from "node:buffer";
import { type Anchor, anchorStands, parseAnchors } from "./anchor.ts";
import { type ByteAutomaton, buildAutomaton } from "./byte-automaton.ts";
import type { Candidate } from "./candidate.ts";
import type { CompiledRule } from "./compile-rule.ts";
import { type OwnValueSearch, verifyOwnLiteral } from "./own-value-search.ts";
import { RuleWindow } from "./rule-window.ts";

/** Every verified sighting of rules and own values in some bytes, in no particular order. */
export type ByteSearch = (bytes: Buffer) => readonly Candidate[];

/** What to do where a literal ends; `end` is the offset behind its last byte. */
type OnEnding = (bytes: Buffer, end: number, out: Candidate[]) => void;

interface Literal {
  readonly bytes: Uint8Array;
  readonly onEnding: OnEnding;
}

export function createByteSearch(rules: readonly CompiledRule[], own: OwnValueSearch): ByteSearch {
  const windows = rules.map((rule) => ({ rule, window: new RuleWindow(rule) }));
  const literals = [
    ...keywordLiterals(windows),
    ...windows.flatMap(({ rule, window }) =>
      parseAnchors(rule.pattern.anchor ?? "").map((anchor) => anchorLiteral(anchor, window)),
    ),
    ...own.literals.map((literal) => ({
      bytes: literal.head,
      onEnding: (bytes: Buffer, end: number, out: Candidate[]) => {
        const candidate = verifyOwnLiteral(literal, bytes, end);
        if (candidate) out.push(candidate);
      },
    })),
  ];
  const automaton = buildAutomaton(literals.map(({ bytes }) => bytes));
  const actions = automaton.endings.map((indexes) =>
    indexes.flatMap((index) => literals[index]?.onEnding ?? []),
  );
  return (bytes) => {
    const out: Candidate[] = [];
    readBytes(automaton, actions, bytes, out);
    for (const { window } of windows) {
      window.flush(bytes, out);
      window.reset();
    }
    return out.map((candidate) => asOwnValue(candidate, own));
  };
}

/** The hot loop: one table load per byte, nothing else until a literal ends. */
function readBytes(
  { columns, width, table }: ByteAutomaton,
  actions: readonly (readonly OnEnding[])[],
  bytes: Buffer,
  out: Candidate[],
): void {
  const { length } = bytes;
  let state = 0;
  for (let index = 0; index < length; index += 1) {
    state = table[state + (columns[bytes[index] as number] as number)] as number;
    if (state >= 0) continue;
    state = ~state;
    const todo = actions[state / width] as readonly OnEnding[];
    for (const onEnding of todo) onEnding(bytes, index + 1, out);
  }
}

/** One literal per keyword, however many rules share it. */
function keywordLiterals(
  windows: readonly { readonly rule: CompiledRule; readonly window: RuleWindow }[],
): Literal[] {
  const byKeyword = new Map<string, RuleWindow[]>();
  for (const { rule, window } of windows) {
    for (const keyword of new Set(rule.pattern.keywords)) {
      const sharing = byKeyword.get(keyword);
      if (sharing) sharing.push(window);
      else byKeyword.set(keyword, [window]);
    }
  }
  return [...byKeyword].map(([keyword, sharing]) => ({
    bytes: new TextEncoder().encode(keyword),
    onEnding: (bytes, end, out) => {
      for (const window of sharing) window.add(end - keyword.length, end, bytes, out);
    },
  }));
}

function anchorLiteral(anchor: Anchor, window: RuleWindow): Literal {
  const before = anchor.offset + anchor.literal.length;
  return {
    bytes: anchor.literal,
    onEnding: (bytes, end, out) => {
      const start = end - before;
      if (anchorStands(anchor, bytes, start)) window.add(start, start + anchor.length, bytes, out);
    },
  };
}

/** A pattern that found a value in use is a sighting of that value. */
function asOwnValue(candidate: Candidate, { byValue }: OwnValueSearch): Candidate {
  if (candidate.source.kind === "own") return candidate;
  const own = byValue.get(candidate.source.value);
  return own ? { ...candidate, rank: 0, source: { kind: "own", own, form: "plain" } } : candidate;
}
