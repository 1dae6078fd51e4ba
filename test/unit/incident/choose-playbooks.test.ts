import { describe, expect, test } from "vitest";
import { loadPlaybooks } from "../../../src/catalogue/load-playbooks.ts";
import type { Finding } from "../../../src/core/finding.ts";
import { fillFacts } from "../../../src/core/incident/incident-facts.ts";
import { choosePlaybooks } from "../../../src/incident/choose-playbooks.ts";
import { factsOf } from "../../../src/incident/facts-of.ts";
import { providerLines } from "../../../src/incident/provider-lines.ts";
import { readRuleFiles } from "../../../src/platform/rule-files.ts";
import { shippedCatalogue } from "../../support/shipped-catalogue.ts";

const playbooks = loadPlaybooks(readRuleFiles(), shippedCatalogue());
const { providers } = shippedCatalogue();

function finding(auditId: string, ruleId: string | undefined, message: string): Finding {
  return {
    fingerprint: "0".repeat(32),
    auditId,
    ...(ruleId === undefined ? {} : { ruleId }),
    severity: "critical",
    confidence: "high",
    message,
    location: { kind: "file", path: "x" },
    alsoAt: [],
    occurrences: 1,
    remedy: "",
    fix: null,
    state: "new",
  };
}

const inUse = "Something in use is in a file";

type Row = readonly [
  auditId: string,
  ruleId: string | undefined,
  message: string,
  playbook: string | undefined,
];

const rows: readonly Row[] = [
  ["secrets/none-in-history", "stripe.secret-key", inUse, "stripe-key"],
  ["secrets/none-in-logs", "stripe.webhook-secret", inUse, "stripe-key"],
  ["secrets/none-in-worktree", "stripe.secret-key@STRIPE_KEY_2", inUse, "stripe-key"],
  ["secrets/none-in-logs", "panel.main", inUse, "panel-credentials"],
  ["secrets/none-in-history", "panel.main", inUse, "panel-credentials"],
  ["secrets/none-in-history", "discord.bot-token", inUse, "secret-in-history"],
  ["secrets/none-in-history", "github-token", inUse, "secret-in-history"],
  ["exposure/not-served", undefined, "nginx serves what it must not", "env-exposed"],
  ["env/no-copies", undefined, ".env.bak holds 5 credentials", "env-exposed"],
  ["secrets/none-in-history", "stripe.secret-key", "Stripe key is in git history", undefined],
  ["env/mode", undefined, ".env is 0644", undefined],
];

describe("which playbook a finding leads to", () => {
  test.each(rows)("%s %s, %j: %s", (...row) => {
    const [auditId, ruleId, message, playbook] = row;
    const led = choosePlaybooks(playbooks, [finding(auditId, ruleId, message)]);
    expect(led.map((each) => each.playbook.id)).toEqual(playbook ? [playbook] : []);
  });

  test("what is waived leads nowhere", () => {
    const waived = { ...finding("secrets/none-in-history", "panel.main", inUse), state: "waived" };
    expect(choosePlaybooks(playbooks, [waived as Finding])).toEqual([]);
  });
});

describe("what the provider files say", () => {
  const stripe = { id: "stripe.secret-key", title: "Stripe key", provider: "stripe" };
  const lines = (
    part: "revoke" | "replace" | "check",
    mode: "used" | "exposed",
    subject = "affected",
  ) => providerLines({ kind: "provider", subject, part }, { providers, affected: [stripe], mode });

  test("in use: the breach steps; only exposed: the planned ones", () => {
    expect(lines("revoke", "used")[0]?.do).toMatch(/expire now/);
    expect(lines("revoke", "exposed")[0]?.do).toMatch(/delete the old key/);
    expect(lines("check", "exposed")).toEqual(lines("check", "used"));
  });

  test("each line names whose it is, and stands there once", () => {
    const both = [stripe, { ...stripe, id: "stripe.secret-key@STRIPE_KEY_2" }];
    const twice = providerLines(
      { kind: "provider", subject: "affected", part: "check" },
      { providers, affected: both, mode: "used" },
    );
    expect(twice).toEqual(lines("check", "used"));
    expect(twice.every(({ about }) => about !== undefined)).toBe(true);
  });

  test("a panel of another name is answered as its kind", () => {
    const panel = { id: "panel.eu", title: "Panel", provider: "nxt" };
    const steps = providerLines(
      { kind: "provider", subject: "affected", part: "revoke" },
      { providers, affected: [panel], mode: "used" },
    );
    expect(steps.map((line) => line.do).join(" ")).toMatch(/NXT/);
  });

  test("a service that is none of ours is revoked where it was issued", () => {
    const other = { id: "github-token", title: "GitHub token", provider: "" };
    expect(
      providerLines(
        { kind: "provider", subject: "affected", part: "revoke" },
        { providers, affected: [other], mode: "used" },
      ),
    ).toEqual([{ do: "revoke it where it was issued", about: "GitHub token" }]);
  });
});

test("facts are filled in where they are known, and said in words where not", () => {
  const text = "the row {ending}, since {since}, {where}; {not-a-fact}";
  expect(fillFacts(text, factsOf({ affected: [], sightings: [] }))).toBe(
    "the row of the leaked key, since the first day it can have been seen, where it was seen; {not-a-fact}",
  );
  const seen = { auditId: "a/b", fingerprint: "f", message: "m", occurrences: 1 };
  const facts = factsOf({
    affected: [{ id: "a.b", title: "A", provider: "", name: "A_B", shown: "sk_live_...Qx7d" }],
    sightings: [
      { ...seen, where: ".env:3", since: "2025-01-15" },
      { ...seen, where: "b", since: "2024-12-31" },
    ],
  });
  expect(fillFacts(text, facts)).toBe(
    "the row ending Qx7d, since 2024-12-31, in .env:3 and 1 more place; {not-a-fact}",
  );
});
