import { describe, expect, test } from "vitest";
import type { IncidentEvent, IncidentRecord } from "../../../src/core/incident/incident.ts";
import { parseHead, shownHead } from "../../../src/incident/head.ts";
import { hashOf, nextRecord, noRecord, recordLine } from "../../../src/incident/journal.ts";
import { parseJournal } from "../../../src/incident/parse-journal.ts";
import { verifyJournal } from "../../../src/incident/verify-journal.ts";
import { seededRandom } from "../../support/mint.ts";

const id = "2026-11-24-stripe-key";
const root = "/var/www/shop";
const start = Date.parse("2026-11-24T09:31:07.000Z");

const opening: IncidentEvent = {
  kind: "open",
  data: {
    incident: id,
    playbook: "stripe-key",
    install: { root, host: "shop1" },
    tool: "iptvbp-guard 0.0.0",
    affected: [{ id: "stripe.secret-key", title: "Stripe key", provider: "stripe" }],
  },
};

/** A journal of that many records, one a minute. */
function journalOf(count: number): readonly IncidentRecord[] {
  const records: IncidentRecord[] = [];
  for (let index = 0; index < count; index += 1) {
    const event: IncidentEvent =
      index === 0 ? opening : { kind: "note", data: { text: `note ${index}` } };
    const stamp = { at: new Date(start + index * 60_000), by: index % 3 === 0 ? "jo" : "anna" };
    records.push(nextRecord(records.at(-1), event, stamp));
  }
  return records;
}

function textOf(records: readonly IncidentRecord[]): string {
  return records.map((record) => `${recordLine(record)}\n`).join("");
}

function verify(text: string, ...heads: readonly string[]) {
  return verifyJournal(parseJournal(new TextEncoder().encode(text)), { id, root, heads });
}

/** Gives every record the number and the hashes it would need: what a forger with root can do. */
function rechained(records: readonly IncidentRecord[]): readonly IncidentRecord[] {
  const chained: IncidentRecord[] = [];
  for (const record of records) {
    const last = chained.at(-1);
    const body = { ...record, seq: chained.length + 1, prev: last?.hash ?? noRecord };
    chained.push({ ...body, hash: hashOf(body) });
  }
  return chained;
}

describe("a journal that nobody has touched", () => {
  const records = journalOf(12);
  const last = records.at(-1)?.hash ?? "";

  test("is whole, and says that nothing vouches for it", () => {
    const verdict = verify(textOf(records));
    expect(verdict).toMatchObject({ whole: true, problems: [], anchored: null, records: 12 });
    expect(verdict.unanchored).toEqual({ from: 1, to: 12 });
    expect(verdict.head).toBe(shownHead(last));
  });

  test("is anchored to its end by its head, and up to a record by an older one", () => {
    expect(verify(textOf(records), last.slice(0, 16))).toMatchObject({
      anchored: { from: 1, to: 12 },
      unanchored: null,
    });
    expect(verify(textOf(records), records[6]?.hash.slice(0, 16) ?? "")).toMatchObject({
      anchored: { from: 1, to: 7 },
      unanchored: { from: 8, to: 12 },
    });
  });

  test("a record that only says who was given the head needs no anchor of its own", () => {
    const before = records.at(-1);
    const given = nextRecord(
      before,
      { kind: "anchor", data: { head: shownHead(last), seq: 12, to: "anna" } },
      { at: new Date(start + 9_000_000), by: "jo" },
    );
    const verdict = verify(textOf([...records, given]), last.slice(0, 16));
    expect(verdict).toMatchObject({ whole: true, unanchored: null });
    expect(verdict.claims).toEqual([{ head: shownHead(last), seq: 12, to: "anna", holds: true }]);
  });
});

const kinds = ["edit", "drop", "insert", "reorder", "cut"] as const;

/** One change to the records; undefined when it would change nothing. */
function mutated(
  kind: (typeof kinds)[number],
  records: readonly IncidentRecord[],
  random: (below: number) => number,
): readonly IncidentRecord[] {
  const changed = [...records];
  const at = random(changed.length);
  const record = changed[at];
  if (!record) throw new Error("no record");
  if (kind === "drop") changed.splice(at, 1);
  if (kind === "insert") {
    const forged = { ...record, data: { text: `forged ${random(1e9)}` }, kind: "note" };
    // Before the anchored record: what is added behind it is a later record like any other.
    changed.splice(at, 0, { ...forged, hash: hashOf(forged) });
  }
  if (kind === "reorder") {
    const other = (at + 1 + random(changed.length - 1)) % changed.length;
    [changed[at], changed[other]] = [changed[other] ?? record, record];
  }
  if (kind === "cut") changed.splice(1 + random(changed.length - 1));
  if (kind === "edit") {
    const edits: readonly (() => IncidentRecord)[] = [
      () => ({ ...record, by: `${record.by}x` }),
      () => ({ ...record, at: new Date(Date.parse(record.at) + 1 + random(1e6)).toISOString() }),
      () => ({ ...record, data: { ...record.data, text: `edited ${random(1e9)}` } }),
      () => ({ ...record, kind: "pause" }),
      () => ({ ...record, more: 1 }) as IncidentRecord,
    ];
    changed[at] = edits[random(edits.length)]?.() ?? record;
  }
  return changed;
}

describe("1,000 mutations under an anchor are all detected", () => {
  test.each(kinds)("%s, plain and with the chain made new", (kind) => {
    const random = seededRandom(kinds.indexOf(kind) + 1);
    for (let round = 0; round < 200; round += 1) {
      const records = journalOf(3 + random(20));
      const head = records.at(-1)?.hash.slice(0, 16) ?? "";
      const changed = mutated(kind, records, random);
      // Half of them as somebody who knows how the chain is made would do it.
      const forged = round % 2 === 0 ? changed : rechained(changed);
      const verdict = verify(textOf(forged), head);
      expect(verdict.whole, `${kind} ${round}`).toBe(false);
      expect(verdict.anchored).toBeNull();
      expect(verdict.problems.length).toBeGreaterThan(0);
    }
  });

  test("without an anchor a plain change is found by the chain, a cut is not, and the range is named", () => {
    const random = seededRandom(99);
    for (const kind of ["edit", "drop", "insert", "reorder"] as const) {
      for (let round = 0; round < 50; round += 1) {
        const records = journalOf(3 + random(20));
        const changed = mutated(kind, records, random);
        const isTail =
          kind === "drop" &&
          recordLine(changed.at(-1) ?? records[0]!) !== recordLine(records.at(-1)!);
        const verdict = verify(textOf(changed));
        expect(verdict.whole, `${kind} ${round}`).toBe(isTail);
        expect(verdict.unanchored).toEqual({ from: 1, to: changed.length });
      }
    }
    const cut = journalOf(9).slice(0, 4);
    expect(verify(textOf(cut))).toMatchObject({ whole: true, unanchored: { from: 1, to: 4 } });
  });

  test("what an anchor does not reach is named, and a forgery there is not called proved", () => {
    const records = journalOf(10);
    const head = records[3]?.hash.slice(0, 16) ?? "";
    const forged = rechained([...records.slice(0, 7), ...records.slice(8)]);
    expect(verify(textOf(forged), head)).toMatchObject({
      whole: true,
      anchored: { from: 1, to: 4 },
      unanchored: { from: 5, to: 9 },
    });
  });
});

describe("what is broken is named", () => {
  const records = journalOf(6);
  const lines = textOf(records).trimEnd().split("\n");
  const swap = (line: number, text: string) =>
    `${lines.map((each, index) => (index === line - 1 ? text : each)).join("\n")}\n`;

  test.each([
    ["a word in the text", 3, (line: string) => line.replace("note 2", "note 9"), /content/],
    ["spaces", 4, (line: string) => line.replace(",", ", "), /not written as we write/],
    ["a carriage return", 2, (line: string) => `${line}\r`, /not written as we write/],
    ["a second key", 5, (line: string) => line.replace("{", '{"by":"eve",'), /not written as we/],
    ["no JSON", 2, () => "garbage", /no record/],
    ["an empty line", 6, () => "", /no record/],
  ])("%s", (_, line, change, what) => {
    const verdict = verify(swap(line, change(lines[line - 1] ?? "")));
    expect(verdict.whole).toBe(false);
    expect(verdict.problems[0]).toEqual({ line, what: expect.stringMatching(what) });
  });

  test("a byte-order mark before the first line", () => {
    expect(verify(`\ufeff${textOf(records)}`).whole).toBe(false);
  });

  test("the journal of another incident, or of another install", () => {
    const parsed = parseJournal(new TextEncoder().encode(textOf(records)));
    const problems = (other: object) =>
      verifyJournal(parsed, { id, root, heads: [], ...other }).problems;
    expect(problems({ id: "2026-11-24-env-exposed" })[0]?.what).toMatch(/opens the incident 2026/);
    expect(problems({ root: "/srv/other" })[0]?.what).toMatch(/another install/);
  });

  test("a head that was recorded as given and no longer fits", () => {
    const claim = nextRecord(
      records.at(-1),
      { kind: "anchor", data: { head: "0000 0000 0000 0000", seq: 3, to: "anna" } },
      { at: new Date(start), by: "jo" },
    );
    const verdict = verify(textOf([...records, claim]));
    expect(verdict.problems[0]).toEqual({ line: 7, what: expect.stringMatching(/has the head/) });
  });

  test("an empty journal", () => {
    expect(verify("").problems).toEqual([{ line: null, what: "there is no record in it" }]);
  });
});

describe("a last line that is not whole", () => {
  const records = journalOf(3);
  const text = textOf(records);

  test.each([1, 20, 100])("is left out and counted: %i bytes of it", (bytes) => {
    const torn = text + recordLine(journalOf(4)[3]!).slice(0, bytes);
    expect(verify(torn)).toMatchObject({ whole: true, records: 3, tornBytes: bytes });
  });

  test("is no excuse under an anchor", () => {
    const head = records[2]?.hash.slice(0, 16) ?? "";
    expect(verify(text.slice(0, -20), head).whole).toBe(false);
  });

  test("counts when only its end is missing, as an editor leaves it", () => {
    const verdict = verify(text.trimEnd());
    expect(verdict).toMatchObject({ whole: true, records: 3, tornBytes: 0 });
  });
});

test("a clock that went back is told, and nothing is sorted", () => {
  const records = [...journalOf(2)];
  const early = { at: new Date(start - 3_600_000), by: "jo" };
  records.push(nextRecord(records.at(-1), { kind: "note", data: { text: "late" } }, early));
  const verdict = verify(textOf(records));
  expect(verdict.whole).toBe(true);
  expect(verdict.clockJumps).toEqual([
    { seq: 3, before: "2026-11-24T09:32:07.000Z", at: "2026-11-24T08:31:07.000Z" },
  ]);
});

test("a kind that this version does not know is a record like any other", () => {
  const records = [...journalOf(2)];
  const event = { kind: "telepathy", data: { deep: [1, { b: 2, a: null }] } } as never;
  records.push(nextRecord(records.at(-1), event, { at: new Date(start + 1e6), by: "jo" }));
  expect(verify(textOf(records))).toMatchObject({ whole: true, records: 3 });
});

test.each([
  ["5f2c 91d0 7ab4 e366", "5f2c91d07ab4e366"],
  ["5F2C91D07AB4E366", "5f2c91d07ab4e366"],
  [" 5f2c-91d0-7ab4-e366-00 ", "5f2c91d07ab4e36600"],
])("a head may be typed as %j", (typed, digits) => {
  expect(parseHead(typed)).toBe(digits);
});

test.each(["", "5f2c 91d0 7ab4", "5f2c 91d0 7ab4 e36g", "a".repeat(65)])(
  "%j is no head",
  (typed) => {
    expect(() => parseHead(typed)).toThrow(expect.objectContaining({ code: "BAD_HEAD" }));
  },
);
