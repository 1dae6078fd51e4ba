import { describe, expect, test } from "vitest";
import type { Location } from "../../../src/core/location.ts";
import { findingsFromMatches } from "../../../src/core/secrets/secret-findings.ts";
import type { LocatedMatch, SecretMatch } from "../../../src/core/ports/secret-search.ts";
import { Secret } from "../../../src/core/secrets/secret.ts";
import { mint } from "../../support/mint.ts";

const stripe = new Secret(mint("stripe.secret-key"), ["sk", "live", ""].join("_"));
const tail = stripe.reveal().slice(-4);

function located(path: string, line: number, more: Partial<SecretMatch> = {}): LocatedMatch {
  const match: SecretMatch = {
    ruleId: "stripe.secret-key",
    title: "Stripe secret key",
    secret: stripe,
    strong: true,
    severity: "high",
    confidence: "high",
    form: "plain",
    line,
    column: 1,
    ...more,
  };
  return { match, location: { kind: "file", path, line, column: 1 } };
}

const inFile = { where: "in a file" };

describe("findingsFromMatches", () => {
  test("one finding per secret, worst place first", () => {
    const matches = [located("/b", 2), located("/a", 9), located("/a", 3)];
    const [finding, ...rest] = findingsFromMatches({ matches }, inFile);
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({
      severity: "high",
      message: "Stripe secret key is in a file",
      location: { path: "/a", line: 3 },
      alsoAt: [
        { path: "/a", line: 9 },
        { path: "/b", line: 2 },
      ],
      occurrences: 3,
      evidence: `Stripe secret key sk_live_...${tail}`,
      identity: { ruleId: "stripe.secret-key", strong: true },
    });
    expect(finding?.identity?.secret.equals(stripe)).toBe(true);
  });

  test("the order of the matches makes no difference", () => {
    const other = { secret: new Secret(mint("stripe.secret-key", 2)) };
    const matches = [located("/b", 2), located("/a", 9, other), located("/a", 3), located("/c", 1)];
    const there = findingsFromMatches({ matches }, inFile);
    expect(there).toHaveLength(2);
    expect(findingsFromMatches({ matches: matches.toReversed() }, inFile)).toEqual(there);
  });

  test("a value in use is critical and named as the install names it", () => {
    const own = { ownName: "STRIPE_SECRET_KEY" };
    const matches = [located("/a", 3), located("/b", 3, own)];
    expect(findingsFromMatches({ matches }, inFile)).toMatchObject([
      {
        severity: "critical",
        message: "Stripe secret key in use is in a file",
        evidence: `STRIPE_SECRET_KEY sk_live_...${tail}`,
        occurrences: 2,
        identity: { name: "STRIPE_SECRET_KEY" },
      },
    ]);
  });

  test("severity can be capped, and lowered for what is no longer in use", () => {
    const own = located("/a", 3, { ownName: "STRIPE_SECRET_KEY" });
    const capped = { ...inFile, atMost: "high" as const };
    const [high] = findingsFromMatches({ matches: [own] }, capped);
    expect(high?.severity).toBe("high");
    const [low] = findingsFromMatches({ matches: [located("/a", 3, { severity: "low" })] }, capped);
    expect(low?.severity).toBe("low");
    const old = { ...inFile, notInUse: () => "medium" as const };
    const [medium] = findingsFromMatches({ matches: [located("/a", 3)] }, old);
    expect(medium?.severity).toBe("medium");
  });

  test("twenty more places are kept and all are counted", () => {
    const matches = Array.from({ length: 40 }, (_, line) => located("/a", line + 1));
    const [finding] = findingsFromMatches({ matches }, inFile);
    expect(finding?.alsoAt).toHaveLength(20);
    expect(finding?.occurrences).toBe(40);
  });

  test("an entry can stand for many sightings", () => {
    const matches = [located("/a", 1), { ...located("/a", 2), times: 211 }];
    const [finding] = findingsFromMatches({ matches }, inFile);
    expect(finding).toMatchObject({ occurrences: 212, alsoAt: [{ line: 2 }] });
  });

  test("message, remedy and the worst place are the caller's to say", () => {
    const latestFirst = (a: Location, b: Location) =>
      a.kind === "file" && b.kind === "file" ? (b.line ?? 0) - (a.line ?? 0) : 0;
    const [finding] = findingsFromMatches(
      { matches: [located("/a", 1), located("/a", 5)] },
      {
        ...inFile,
        message: ({ match, places }) => `${match.title} in ${places.length} lines`,
        remedy: () => "rotate it",
        comparePlaces: latestFirst,
      },
    );
    expect(finding).toMatchObject({
      message: "Stripe secret key in 2 lines",
      remedy: "rotate it",
      location: { line: 5 },
    });
  });

  test("the spelling is said, the value never", () => {
    const short = located("/a", 1, { secret: new Secret("hunter2-x"), form: "base64" });
    const [finding] = findingsFromMatches({ matches: [short] }, inFile);
    expect(finding?.evidence).toBe("Stripe secret key (not shown), in base64");
  });
});
