import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Credential } from "../../../src/core/credentials/credential.ts";
import type { CredentialSpec } from "../../../src/core/knowledge/provider.ts";
import { Secret } from "../../../src/core/secrets/secret.ts";
import { collectAges } from "../../../src/rotation/collect-ages.ts";
import {
  ledgerAges,
  ledgerKey,
  newSightings,
  parseLedger,
  valuePrint,
} from "../../../src/rotation/ledger.ts";

const day = 86_400_000;
const nowMs = Date.parse("2026-11-24T00:00:00Z");
const hash = (fields: readonly string[]) =>
  createHmac("sha256", "k").update(JSON.stringify(fields)).digest("hex").slice(0, 32);

function credential(value = "one", strong = true): Credential {
  const spec = { id: "stripe.secret-key", pattern: { strong } } as unknown as CredentialSpec;
  return {
    id: "stripe.secret-key",
    spec,
    name: "STRIPE_SECRET_KEY",
    value: new Secret(value),
    path: "/shop/.env",
    line: 1,
    heldBy: "env",
  };
}

interface Given {
  readonly recorded?: number;
  readonly observed?: number;
  readonly git?: number;
  readonly file?: number;
}

/** Ages in days before now. */
function ageOf({ recorded, observed, git, file }: Given) {
  const at = (days: number) => nowMs - days * day;
  const ledger =
    recorded === undefined
      ? observed === undefined
        ? undefined
        : ({ sinceMs: at(observed), evidence: "observed" } as const)
      : ({ sinceMs: at(recorded), evidence: "recorded", by: "jo" } as const);
  const [age] = collectAges({
    credentials: [credential()],
    fileTimes: new Map(file === undefined ? [] : [["/shop/.env", at(file)]]),
    firstCommits: new Map(
      git === undefined ? [] : [["stripe.secret-key", { commit: "9c41e7b00", dateMs: at(git) }]],
    ),
    ledger: new Map(ledger ? [["stripe.secret-key", ledger]] : []),
    nowMs,
  });
  const days = age?.sinceMs === undefined ? undefined : (nowMs - age.sinceMs) / day;
  return [age?.evidence, days, age?.atLeast, age?.source];
}

describe("the age of a credential", () => {
  test.each([
    ["nothing known", {}, ["none", undefined, true, "no evidence"]],
    ["recorded", { recorded: 10 }, ["recorded", 10, false, "recorded by jo"]],
    [
      "recorded beats older git",
      { recorded: 10, git: 400 },
      ["recorded", 10, false, "recorded by jo"],
    ],
    ["git", { git: 400 }, ["git", 400, true, "git 9c41e7b"]],
    ["file time", { file: 20 }, ["file-time", 20, true, ".env mtime"]],
    ["older of git and file", { git: 400, file: 20 }, ["git", 400, true, "git 9c41e7b"]],
    ["older of file and git", { git: 20, file: 400 }, ["file-time", 400, true, ".env mtime"]],
    ["first seen", { observed: 30, file: 2 }, ["observed", 30, true, "first seen by audit"]],
    [
      "a file from the future proves nothing",
      { file: -5 },
      ["none", undefined, true, "no evidence"],
    ],
    [
      "a commit from the future is left out",
      { git: -5, file: 3 },
      ["file-time", 3, true, ".env mtime"],
    ],
  ])("%s", (_name, given, expected) => {
    expect(ageOf(given)).toEqual(expected);
  });
});

describe("the ledger", () => {
  const head = { kind: "ledger", version: 1, key: Buffer.alloc(32, 7).toString("base64") };

  test("keeps its key, and refuses one of the wrong length", () => {
    expect(ledgerKey(parseLedger([head]))).toEqual(Buffer.alloc(32, 7));
    expect(ledgerKey(parseLedger([{ ...head, key: "AAAA" }]))).toBeUndefined();
    expect(ledgerKey(parseLedger([]))).toBeUndefined();
  });

  test("notices a new and a changed value, not the same one again", () => {
    const at = new Date("2026-01-02T03:04:05Z");
    const first = newSightings([], [credential("one")], hash, at);
    expect(first).toHaveLength(1);
    const records = parseLedger([head, ...first]);
    expect(newSightings(records, [credential("one")], hash, at)).toEqual([]);
    expect(newSightings(records, [credential("two")], hash, at)).toHaveLength(1);
    expect(ledgerAges(records, [credential("one")], hash).get("stripe.secret-key")).toEqual({
      sinceMs: at.getTime(),
      evidence: "observed",
    });
    expect(ledgerAges(records, [credential("two")], hash).size).toBe(0);
  });

  test("a value that went back to an older one counts as changed again", () => {
    const at = new Date();
    const one = newSightings([], [credential("one")], hash, at);
    const two = newSightings(one, [credential("two")], hash, at);
    expect(newSightings([...one, ...two], [credential("one")], hash, at)).toHaveLength(1);
  });

  test("keeps the time of the file, which the next edit takes away", () => {
    const at = new Date("2026-01-02T03:04:05Z");
    const fileMs = Date.parse("2025-03-01T00:00:00Z");
    const edited = new Map([["/shop/.env", nowMs]]);
    const seen = newSightings([], [credential()], hash, at, new Map([["/shop/.env", fileMs]]));
    const ledger = ledgerAges(parseLedger([head, ...seen]), [credential()], hash);
    const inputs = { credentials: [credential()], firstCommits: new Map(), ledger, nowMs };
    const [age] = collectAges({ ...inputs, fileTimes: edited });
    expect([age?.sinceMs, age?.atLeast, age?.evidence, age?.source]).toEqual([
      fileMs,
      true,
      "file-time",
      ".env mtime, seen earlier",
    ]);
    const later = newSightings([], [credential()], hash, at, edited);
    expect(later[0]?.existed).toBeUndefined();
  });

  test("keeps at most 24 bits of a weak value and never the value", () => {
    const weak = valuePrint(credential("hunter2hunter2", false), hash);
    expect(weak).toMatch(/^[0-9a-f]{6}$/);
    expect(valuePrint(credential("x".repeat(40), true), hash)).toMatch(/^[0-9a-f]{32}$/);
    const records = newSightings([], [credential("hunter2hunter2", false)], hash, new Date());
    expect(JSON.stringify(records)).not.toContain("hunter2");
  });

  test.each([
    [null],
    [7],
    [{}],
    [{ kind: "seen", credential: "x" }],
    [{ kind: "seen", credential: "x", print: "y", at: "never" }],
    [{ kind: "other" }],
  ])("leaves %j out", (record) => {
    expect(parseLedger([record])).toEqual([]);
  });
});
