import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import { loadCatalogue } from "../../../src/catalogue/load-catalogue.ts";
import { Secret } from "../../../src/core/secrets/secret.ts";
import { compileMatcher } from "../../../src/detect/compile-matcher.ts";
import { readRuleFiles } from "../../../src/platform/rule-files.ts";
import { mint, mintTemplate, seededRandom } from "../../support/mint.ts";

const catalogue = loadCatalogue(readRuleFiles());
const patterns = compileMatcher({ catalogue, own: [] });

const words = (
  "return const order customer invoice total amount channel stream request response header await " +
  "payload verify account session renew expire update remove insert select value index => { } ( ) ;"
).split(" ");

function words20(random: (below: number) => number): string {
  const count = 3 + random(20);
  return Array.from({ length: count }, () => words[random(words.length)]).join(" ");
}

const found = [
  "stripe.secret-key",
  "stripe.webhook-secret",
  "nowpayments.api-key",
  "discord.bot-token",
  "discord.webhook-url",
  "telegram.bot-token",
  "iptvbp.encryption-key",
];

describe("shipped patterns", () => {
  test.each(found)("%s is found anywhere, at its place, once", (id) => {
    const random = seededRandom(id.length * 7919);
    for (let round = 0; round < 60; round += 1) {
      const value = mint(id, round);
      const before = Array.from({ length: random(30) }, () => words20(random)).join("\n");
      const lead = `${words20(random)}${[" ", "='", '="', "=", ": "][random(5)]}`;
      const text = `${before}\n${lead}${value}${["", "'", " ", "\n", ";"][random(5)]}\n${words20(random)}`;
      const matches = patterns.match(Buffer.from(text));
      expect(
        matches.map(({ secret }) => secret.reveal()),
        text,
      ).toEqual([value]);
      expect(matches).toMatchObject([
        { ruleId: id, line: before.split("\n").length + 1, column: lead.length + 1 },
      ]);
    }
  });

  test("text without a secret gives nothing", () => {
    const random = seededRandom(99);
    const lines = Array.from({ length: 20_000 }, () => words20(random));
    expect(patterns.match(Buffer.from(lines.join("\n")))).toEqual([]);
    const noise = Buffer.from(Array.from({ length: 500_000 }, () => random(256)));
    expect(patterns.match(noise)).toEqual([]);
  });
});

describe("own values", () => {
  const spell: Record<string, (value: string, pad: string) => string> = {
    plain: (value) => value,
    base64: (value, pad) => Buffer.from(pad + value + pad).toString("base64"),
    base64url: (value, pad) => Buffer.from(pad + value + pad).toString("base64url"),
    hex: (value, pad) => Buffer.from(pad + value).toString("hex"),
    HEX: (value) => Buffer.from(value).toString("hex").toUpperCase(),
    percent: (value) => encodeURIComponent(value),
    form: (value) => new URLSearchParams([["k", value]]).toString(),
    json: (value) => JSON.stringify({ k: value }),
    php: (value) => JSON.stringify(value).replaceAll("/", "\\/"),
  };

  test.each(Object.keys(spell))("are found as %s, whatever is around", (form) => {
    const random = seededRandom(form.length * 104_729);
    for (let round = 0; round < 80; round += 1) {
      const length = 10 + random(40);
      const marks = ["!", "/", "+", "%", "&", '"', "\\", " ", "ü"];
      const value = `${mintTemplate(`{alnum:${length}}`, random)}${marks[random(9)]}${mintTemplate("{alnum:6}", random)}`;
      const own = {
        ruleId: "panel.main",
        title: "panel",
        name: "P",
        value: new Secret(value),
        severity: "high" as const,
        strong: false,
      };
      const matcher = compileMatcher({ catalogue, own: [own] });
      const pad = mintTemplate("{lower:3}", random).slice(random(4));
      const text = `${words20(random)}\n  ${spell[form]?.(value, pad)} ${words20(random)}`;
      const matches = matcher.match(Buffer.from(text));
      expect(
        matches.filter(({ ownName }) => ownName === "P"),
        `${value}\n${text}`,
      ).toMatchObject([{ line: 2 }]);
    }
  });
});

/** Each of these would take minutes if any step looked at the whole text again per hit. */
describe("hostile text of 1 MB on one line", () => {
  const size = 1024 * 1024;
  const fill = (piece: string) => Buffer.from(piece.repeat(Math.ceil(size / piece.length)));

  test.each([
    ["one letter", "a"],
    ["dots", "."],
    ["hyphens", "-"],
    ["starts of a Stripe key", ["sk", "live", ""].join("_")],
    ["long keys that are none", `sk_live_${"a".repeat(300)}`],
    ["starts of a token", "eyJ"],
    ["shapes of a NOWPayments key", "AAAAAAA-"],
    ["shapes of a Discord token", "MTIzNDU2Nzg5MDEyMzQ1Njc4.aaaaaa."],
    ["passwords of URLs", "a://b:"],
    ["keywords", "discord paypal secret=token:"],
    ["remarks", "guard:allow "],
  ])("%s", (_, piece) => {
    expect(patterns.match(fill(piece)).length).toBeLessThan(10);
  });

  test("many secrets with remarks on that line", () => {
    const line = `${mint("stripe.secret-key")} guard:allow why `.repeat(20_000);
    const matches = patterns.match(Buffer.from(line));
    expect(matches).toHaveLength(20_000);
    expect(matches.at(-1)?.line).toBe(1);
  });
});
