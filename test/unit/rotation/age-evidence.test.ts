import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Credential } from "../../../src/core/credentials/credential.ts";
import type { CredentialSpec } from "../../../src/core/knowledge/provider.ts";
import { Secret } from "../../../src/core/secrets/secret.ts";
import { collectAges } from "../../../src/rotation/collect-ages.ts";
import { contentTime } from "../../../src/rotation/content-time.ts";
import type { LedgerRecord } from "../../../src/rotation/ledger-record.ts";
import {
  ledgerAges,
  newSightings,
  settingsAges,
  valuePrint,
} from "../../../src/rotation/ledger.ts";

const day = 86_400_000;
const now = Date.parse("2026-11-24T00:00:00Z");
const hash = (fields: readonly string[]) =>
  createHmac("sha256", "k").update(JSON.stringify(fields)).digest("hex").slice(0, 32);

type Value = "old" | "new" | "newer";

/** What happened, days before now; a negative number lies ahead. */
type Event =
  | { readonly audit: Value; readonly at: number }
  | { readonly record: Value | "settings"; readonly since: number; readonly at: number };

interface Case {
  readonly name: string;
  /** The value in use now; `settings`: IPTVbp's own hold it. */
  readonly value?: Value | "settings";
  readonly ledger?: readonly Event[];
  /** Days before now of the first commit that holds the present value. */
  readonly git?: number;
  readonly mtime?: number;
  readonly ctime?: number;
  /** `12`: exactly; `>=12`: at least; `?`: nothing is known. Days. */
  readonly age: string;
  readonly from: string;
}

function credential(value: Value): Credential {
  const spec = { id: "stripe.secret-key", pattern: { strong: true } } as unknown as CredentialSpec;
  const held = { path: "/shop/.env", line: 1, heldBy: "env" } as const;
  return { id: spec.id, spec, name: "KEY", value: new Secret(value), ...held };
}

const atOf = (days: number) => new Date(now - days * day);

function recordsFrom(events: readonly Event[]): readonly LedgerRecord[] {
  let records: readonly LedgerRecord[] = [];
  for (const event of events) {
    const added: readonly LedgerRecord[] =
      "audit" in event
        ? newSightings(records, [credential(event.audit)], hash, atOf(event.at))
        : [recorded(event)];
    records = [...records, ...added];
  }
  return records;
}

function recorded({ record, since, at }: Extract<Event, { record: unknown }>): LedgerRecord {
  const print = record === "settings" ? {} : { print: valuePrint(credential(record), hash) };
  const times = { since: atOf(since).toISOString(), at: atOf(at).toISOString() };
  return { kind: "recorded", credential: "stripe.secret-key", ...print, ...times, by: "jo" };
}

function ageOf({ value = "new", ledger = [], git, mtime, ctime }: Case): readonly string[] {
  const records = recordsFrom(ledger);
  const id = "stripe.secret-key";
  const credentials = value === "settings" ? [] : [credential(value)];
  const inSettings = value === "settings" ? [id] : [];
  const time =
    mtime === undefined
      ? undefined
      : contentTime({
          mtimeMs: now - mtime * day,
          ctimeMs: now - (ctime ?? mtime) * day,
        });
  const [age] = collectAges({
    credentials,
    inSettings,
    fileTimes: new Map(time === undefined ? [] : [["/shop/.env", time]]),
    firstCommits: new Map(
      git === undefined ? [] : [[id, { commit: "9c41e7b00", dateMs: now - git * day }]],
    ),
    ledger: new Map([
      ...settingsAges(records, inSettings),
      ...ledgerAges(records, credentials, hash),
    ]),
    nowMs: now,
  });
  if (age?.sinceMs === undefined) return ["?", age?.source ?? ""];
  return [`${age.atLeast ? ">=" : ""}${(now - age.sinceMs) / day}`, age.source];
}

const sinceEpoch = now / day;
const first = "first seen by audit";
const none = "no evidence";

const cases: readonly Case[] = [
  { name: "nothing at all", age: "?", from: none },
  { name: "only the file", mtime: 200, age: ">=200", from: ".env mtime" },
  { name: "only git", git: 650, age: ">=650", from: "git 9c41e7b" },
  { name: "git before the file", git: 650, mtime: 200, age: ">=650", from: "git 9c41e7b" },
  { name: "a file older than its commit", git: 100, mtime: 200, age: ">=200", from: ".env mtime" },
  { name: "seen by an audit", ledger: [{ audit: "new", at: 90 }], age: ">=90", from: first },
  {
    name: "seen long ago, the file edited since",
    ledger: [{ audit: "new", at: 90 }],
    mtime: 2,
    age: ">=90",
    from: first,
  },
  {
    name: "a changed value is no older than what proves it",
    ledger: [
      { audit: "old", at: 300 },
      { audit: "new", at: 10 },
    ],
    mtime: 12,
    age: ">=12",
    from: ".env mtime",
  },
  {
    name: "a change that no audit has seen yet",
    ledger: [{ audit: "old", at: 300 }],
    mtime: 1,
    age: ">=1",
    from: ".env mtime",
  },
  {
    name: "two changes",
    ledger: [
      { audit: "old", at: 300 },
      { audit: "newer", at: 200 },
      { audit: "new", at: 100 },
    ],
    age: ">=100",
    from: first,
  },
  {
    name: "a restored backup brings the old value back",
    value: "old",
    ledger: [
      { audit: "old", at: 300 },
      { audit: "new", at: 100 },
      { audit: "old", at: 5 },
    ],
    mtime: 5,
    age: ">=300",
    from: first,
  },
  {
    name: "a restored backup of a recorded value",
    value: "old",
    ledger: [
      { record: "old", since: 400, at: 399 },
      { audit: "new", at: 100 },
      { audit: "old", at: 5 },
    ],
    age: "400",
    from: "recorded by jo",
  },
  {
    name: "a restored backup that nothing has seen yet",
    value: "old",
    ledger: [
      { record: "old", since: 400, at: 399 },
      { audit: "new", at: 100 },
    ],
    mtime: 0,
    age: "400",
    from: "recorded by jo",
  },
  {
    name: "recorded today",
    ledger: [{ record: "new", since: 0, at: 0 }],
    age: "0",
    from: "recorded by jo",
  },
  {
    name: "recorded for a day in the past",
    ledger: [{ record: "new", since: 120, at: 0 }],
    git: 650,
    age: "120",
    from: "recorded by jo",
  },
  {
    name: "recorded twice: the last word counts",
    ledger: [
      { record: "new", since: 120, at: 20 },
      { record: "new", since: 60, at: 10 },
    ],
    age: "60",
    from: "recorded by jo",
  },
  {
    name: "recorded, then changed: the record is the old value's",
    ledger: [
      { record: "old", since: 120, at: 120 },
      { audit: "new", at: 3 },
    ],
    age: ">=3",
    from: first,
  },
  {
    name: "recorded, then changed, and no audit since",
    ledger: [{ record: "old", since: 120, at: 120 }],
    age: "?",
    from: none,
  },
  {
    name: "recorded under a clock that was ahead",
    ledger: [{ record: "new", since: -30, at: -30 }],
    mtime: 4,
    age: ">=4",
    from: ".env mtime",
  },
  {
    name: "recorded under a clock that was ahead, nothing else",
    ledger: [{ record: "new", since: -30, at: -30 }],
    age: "?",
    from: none,
  },
  {
    name: "recorded ahead of the clock, seen before",
    ledger: [
      { audit: "new", at: 50 },
      { record: "new", since: -1, at: -1 },
    ],
    age: ">=50",
    from: first,
  },
  {
    name: "seen under a clock that was ahead",
    ledger: [{ audit: "new", at: -9 }],
    age: "?",
    from: none,
  },
  {
    name: "seen under a clock that was never set (1970)",
    ledger: [{ audit: "new", at: sinceEpoch }],
    mtime: 8,
    age: ">=8",
    from: ".env mtime",
  },
  { name: "a file of 1970, as images have", mtime: sinceEpoch, ctime: 3, age: "?", from: none },
  { name: "a file time that lies ahead", mtime: -40, ctime: 6, age: ">=6", from: ".env mtime" },
  {
    name: "file and change time ahead: the clock was set back",
    mtime: -40,
    ctime: -40,
    age: "?",
    from: none,
  },
  {
    name: "a copied server keeps file times",
    mtime: 500,
    ctime: 2,
    age: ">=500",
    from: ".env mtime",
  },
  {
    name: "a copied server without file times",
    mtime: 2,
    ctime: 2,
    age: ">=2",
    from: ".env mtime",
  },
  {
    name: "a copied server with its ledger",
    ledger: [{ record: "new", since: 77, at: 77 }],
    mtime: 1,
    age: "77",
    from: "recorded by jo",
  },
  {
    name: "a copied server with its repository",
    git: 321,
    mtime: 1,
    ctime: 1,
    age: ">=321",
    from: "git 9c41e7b",
  },
  { name: "a commit dated ahead", git: -3, mtime: 5, age: ">=5", from: ".env mtime" },
  { name: "a commit dated 1970", git: sinceEpoch, age: "?", from: none },
  { name: "in IPTVbp's settings, nothing recorded", value: "settings", age: "?", from: none },
  {
    name: "in IPTVbp's settings, recorded",
    value: "settings",
    ledger: [{ record: "settings", since: 40, at: 1 }],
    age: "40",
    from: "recorded by jo",
  },
  {
    name: "moved from settings into the env file: the record was of another place",
    ledger: [{ record: "settings", since: 40, at: 30 }],
    mtime: 3,
    age: ">=3",
    from: ".env mtime",
  },
];

describe("the age of a credential", () => {
  test.each(cases)("$name: $age ($from)", (given) => {
    expect(ageOf(given)).toEqual([given.age, given.from]);
  });

  test("there are at least 30 of them", () => {
    expect(cases.length).toBeGreaterThanOrEqual(30);
  });
});
