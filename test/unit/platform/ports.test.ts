import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createClock } from "../../../src/platform/host/clock.ts";
import { createHost, parseUid } from "../../../src/platform/host/host.ts";
import { createKeyedHash } from "../../../src/platform/host/keyed-hash.ts";
import { createRandom } from "../../../src/platform/host/random.ts";

describe("the clock", () => {
  test("under --now stands still", () => {
    const fixed = new Date("2026-11-24T10:00:00Z");
    const clock = createClock(fixed);
    clock.now().setFullYear(1999);
    fixed.setFullYear(1998);
    expect(clock.now().toISOString()).toBe("2026-11-24T10:00:00.000Z");
    expect(clock.monotonicMs()).toBe(0);
  });

  test("else goes on", () => {
    const clock = createClock();
    const [before, start] = [Date.now(), clock.monotonicMs()];
    while (clock.monotonicMs() === start) void 0;
    expect(clock.monotonicMs()).toBeGreaterThan(start);
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(before);
  });
});

describe("the keyed hash", () => {
  const key = Buffer.from("key");

  test("is HMAC-SHA256 over lengths and fields, its first half", () => {
    const bytes = Buffer.from("000000016100000002c3a9", "hex");
    const expected = createHmac("sha256", key).update(bytes).digest("hex").slice(0, 32);
    expect(createKeyedHash(key)(["a", "é"])).toBe(expected);
  });

  test("depends on the key and on where fields end", () => {
    const hash = createKeyedHash(key);
    const all = [hash(["ab", "c"]), hash(["a", "bc"]), hash(["abc"]), hash(["abc", ""]), hash([])];
    all.push(createKeyedHash(Buffer.from("other"))(["abc"]));
    expect(new Set(all).size).toBe(6);
  });
});

test("random bytes are as many as asked and differ", () => {
  const random = createRandom();
  expect(random.bytes(32)).toHaveLength(32);
  expect(Buffer.from(random.bytes(32)).equals(random.bytes(32))).toBe(false);
});

describe("the host", () => {
  test("is what the process says", () => {
    const host = createHost();
    expect(host.cwd).toBe(process.cwd());
    expect(host.uid).toBe(process.geteuid?.());
    expect(host.platform).toBe("linux");
  });

  test("takes an empty variable for none", () => {
    process.env["GUARD_TEST_EMPTY"] = "";
    expect(createHost().env("GUARD_TEST_EMPTY")).toBeUndefined();
    delete process.env["GUARD_TEST_EMPTY"];
  });

  test.each([
    ["1000", 1000],
    ["0", 0],
    ["", undefined],
    ["-1", undefined],
    ["1e3", undefined],
    [undefined, undefined],
  ])("reads the uid %j as %s", (text, uid) => {
    expect(parseUid(text)).toBe(uid);
  });
});
