import { describe, expect, test } from "vitest";
import type { LedgerRecord } from "../../../src/rotation/ledger-record.ts";
import { parseLedger } from "../../../src/rotation/ledger.ts";
import type { RotationEvent } from "../../../src/rotation/rotation-event.ts";
import {
  canBackOut,
  newRotationId,
  nextStep,
  openRotations,
  overlapEnds,
  readRotations,
  stepsLeft,
} from "../../../src/rotation/rotation-state.ts";
import { clockSetBack, overlapLeft } from "../../../src/rotation/overlap-text.ts";
import { seededRandom } from "../../support/mint.ts";

type Start = Extract<RotationEvent, { step: "start" }>;

const start = (over: Partial<Start> = {}): Start => ({
  step: "start",
  mode: "planned",
  stored: "env",
  overlap: "limited",
  overlapHours: 168,
  ...over,
});
const minted: RotationEvent = { step: "minted", known: "stated" };
const cutting: RotationEvent = { step: "cutting", print: "ab" };
const cutOver: RotationEvent = {
  step: "cut-over",
  known: "done",
  print: "ab",
  transactions: [1],
  changedMs: 1,
};
const reloaded: RotationEvent = { step: "reloaded", known: "seen", services: [] };
const works: RotationEvent = { step: "tested", known: "stated", works: true };
const fails: RotationEvent = { step: "tested", known: "stated", works: false };
const revoked: RotationEvent = { step: "revoked", known: "stated" };
const done: RotationEvent = { step: "done" };
const breach: RotationEvent = { step: "mode", mode: "breach" };

const at = (minute: number) => new Date(Date.UTC(2026, 10, 24, 9, minute)).toISOString();

function records(...events: readonly RotationEvent[]): readonly LedgerRecord[] {
  return events.map((event, index) => ({
    kind: "rotation",
    rotation: "r",
    credential: "stripe.secret-key",
    event,
    at: at(index),
    by: "jo",
  }));
}

function fold(...events: readonly RotationEvent[]) {
  const [rotation] = readRotations(records(...events));
  if (!rotation) throw new Error("no rotation");
  return rotation;
}

describe("what comes next", () => {
  test.each<[string, readonly RotationEvent[], string | undefined]>([
    ["planned begins with a new value", [start()], "mint"],
    ["then it goes in", [start(), minted], "cut-over"],
    ["a cut over that only began is not made", [start(), minted, cutting], "cut-over"],
    ["then the services", [start(), minted, cutting, cutOver], "reload"],
    ["then the test", [start(), minted, cutOver, reloaded], "test"],
    ["what does not work stays at the test", [start(), minted, cutOver, reloaded, fails], "test"],
    ["only then the old one dies", [start(), minted, cutOver, reloaded, works], "revoke"],
    ["then it is recorded", [start(), minted, cutOver, reloaded, works, revoked], "record"],
    ["and over", [start(), minted, cutOver, reloaded, works, revoked, done], undefined],
    ["breach revokes first", [start({ mode: "breach" })], "revoke"],
    ["then makes a new one", [start({ mode: "breach" }), revoked], "mint"],
    [
      "a planned one that becomes a breach revokes next",
      [start(), minted, cutOver, breach],
      "revoke",
    ],
    ["what was made stays made", [start(), minted, cutOver, breach, revoked], "reload"],
    [
      "without an overlap making a new value is the revocation",
      [start({ overlap: "none" }), { ...minted, oldDies: true }, cutOver, reloaded, works],
      "record",
    ],
    ["backed out is over", [start(), { step: "backed-out", reason: "x" }], undefined],
  ])("%s", (_, events, step) => {
    expect(nextStep(fold(...events))).toBe(step);
  });

  test("planned never asks for a revocation before the new value works, in any order of events", () => {
    const below = seededRandom(7);
    const all = [minted, cutting, cutOver, reloaded, works, fails];
    for (let round = 0; round < 2000; round += 1) {
      const events = Array.from({ length: below(9) }, () => all[below(all.length)] ?? minted);
      const rotation = fold(start(), ...events);
      if (nextStep(rotation) !== "revoke") continue;
      expect([rotation.minted, rotation.cutOver, rotation.reloaded].includes(undefined)).toBe(
        false,
      );
      expect(rotation.tested?.works).toBe(true);
    }
  });

  test("can be backed out of until the old value is dead", () => {
    expect(canBackOut(fold(start(), minted, cutOver, reloaded, works))).toBe(true);
    expect(canBackOut(fold(start(), minted, cutOver, revoked))).toBe(false);
    expect(canBackOut(fold(start({ overlap: "none" }), { ...minted, oldDies: true }))).toBe(false);
    expect(canBackOut(fold(start(), done))).toBe(false);
  });

  test("the rest is listed in order", () => {
    expect(stepsLeft(fold(start(), minted))).toEqual([
      "cut-over",
      "reload",
      "test",
      "revoke",
      "record",
    ]);
  });
});

describe("the overlap", () => {
  test("counts from the new value, and ends", () => {
    const rotation = fold(start({ overlapHours: 24 }), minted);
    expect(overlapEnds(rotation)?.toISOString()).toBe("2026-11-25T09:01:00.000Z");
    const left = (iso: string) => overlapLeft(rotation, new Date(iso));
    expect(left("2026-11-24T10:01:00Z")).toBe(
      "the old value works for at most 23 hours more, until 2026-11-25 09:01 UTC",
    );
    expect(left("2026-11-26T10:01:00Z")).toBe(
      "the overlap ended at the latest on 2026-11-25 09:01 UTC",
    );
  });

  test.each<[Partial<Start>]>([
    [{ overlap: "yes" }],
    [{ overlap: "none" }],
    [{ overlap: "unknown" }],
  ])("%o has no end", (over) => {
    expect(overlapEnds(fold(start(over), minted))).toBeUndefined();
  });

  test("a clock that was set back is noticed", () => {
    const rotation = fold(start(), minted);
    expect(clockSetBack(rotation, new Date("2026-11-23T09:01:00Z"))).toMatch(
      /set back by 24 hours/,
    );
    expect(clockSetBack(rotation, new Date("2026-11-24T09:01:00Z"))).toBeUndefined();
  });
});

describe("the ledger of rotations", () => {
  test("ids are not used twice", () => {
    const taken = records(start()).map((record) => ({
      ...record,
      rotation: "2026-11-24-stripe.secret-key",
    })) as readonly LedgerRecord[];
    const id = newRotationId(taken, "stripe.secret-key", new Date("2026-11-24T10:00:00Z"));
    expect(id).toBe("2026-11-24-stripe.secret-key-2");
  });

  test("events of a newer version and torn ones are left out", () => {
    const odd = [
      {
        kind: "rotation",
        rotation: "r",
        credential: "c",
        event: { step: "dance" },
        at: at(1),
        by: "jo",
      },
      { kind: "rotation", rotation: "r", credential: "c", event: null, at: at(1), by: "jo" },
      { kind: "recorded", credential: "c", since: "never", at: at(1), by: "jo" },
      ...records(minted),
    ];
    expect(openRotations(parseLedger(odd))).toEqual([]);
  });

  test("open are those that have not ended", () => {
    expect(openRotations(records(start(), minted))).toHaveLength(1);
    expect(openRotations(records(start(), done))).toHaveLength(0);
  });
});
