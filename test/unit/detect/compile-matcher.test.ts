import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import { Secret } from "../../../src/core/secrets/secret.ts";
import type { SecretMatch } from "../../../src/core/ports/secret-search.ts";
import { compileMatcher, type OwnValue } from "../../../src/detect/compile-matcher.ts";
import { mint, mintTemplate, seededRandom } from "../../support/mint.ts";
import { catalogueOf, patternOf, sampleCatalogue, specOf } from "./catalogue.ts";

const plain = compileMatcher({ catalogue: sampleCatalogue, own: [] });

function own(value: string, name = "PANEL_API_PASSWORD"): OwnValue {
  const secret = new Secret(value);
  return {
    ruleId: "panel.main",
    title: "panel",
    name,
    value: secret,
    severity: "high",
    strong: false,
  };
}

const find = (text: string | Uint8Array, matcher = plain) => matcher.match(Buffer.from(text));

/** What tests compare: rule, value, place, spelling. */
function brief(matches: readonly SecretMatch[]) {
  return matches.map(
    ({ ruleId, secret, line, column, form }) =>
      `${ruleId} ${secret.reveal()} ${line}:${column} ${form}`,
  );
}

const stripe = mint("stripe.secret-key");

describe("patterns", () => {
  test("a key is found with its place, prefix and rule", () => {
    const [match, ...rest] = find(`a\nb = "${stripe}"\n`);
    expect(rest).toEqual([]);
    expect(match).toMatchObject({
      ruleId: "stripe.secret-key",
      title: "Stripe secret key",
      strong: true,
      severity: "critical",
      confidence: "high",
      form: "plain",
      line: 2,
      column: 6,
    });
    expect(match?.secret.masked).toBe(`sk_live_...${stripe.slice(-4)}`);
    expect(match).not.toHaveProperty("ownName");
  });

  test.each([
    ["at the very beginning and end", stripe, 1],
    ["twice on one line", `${stripe} ${stripe}`, 2],
    ["after a NUL", `\0${stripe}\0`, 1],
    ["inside a longer word", `x${stripe}`, 0],
    ["in the other letter case", stripe.toUpperCase(), 0],
    ["masked", "sk_live_...a4b2", 0],
    ["as a blank", `sk_live_${"x".repeat(24)}`, 0],
    ["as an example", "sk_live_your_key_here_please", 0],
    ["cut short", stripe.slice(0, 12), 0],
  ])("a key %s: %#", (_, text, count) => {
    expect(find(text)).toHaveLength(count);
  });

  test.each(["nowpayments.api-key", "discord.bot-token"])("%s by anchor and checksum", (id) => {
    const random = seededRandom(9);
    for (let seed = 0; seed < 50; seed += 1) {
      const value = mint(id, seed);
      expect(brief(find(`k: ${value};`))).toEqual([`${id} ${value} 1:4 plain`]);
    }
    const groups = Array.from({ length: 4 }, () => mintTemplate("{crockford:7}", random)).join("-");
    expect(find(groups)).toEqual([]);
  });

  test("a keyword must stand near enough before the match", () => {
    const value = mint("discord.client-secret");
    expect(brief(find(`discord ${" ".repeat(39)}${value}`))).toHaveLength(1);
    expect(brief(find(`discord ${" ".repeat(40)}${value}`))).toHaveLength(0);
    expect(brief(find(`DISCORD_X=${value}`))).toHaveLength(1);
    expect(brief(find(`${value} discord`))).toHaveLength(0);
  });

  test("only the group named secret is the secret", () => {
    const password = ["s3cr3t", "pw"].join("");
    expect(brief(find(`x postgres://shop:${password}@db/shop`))).toEqual([
      `database.password ${password} 1:19 plain`,
    ]);
  });

  test("the more specific rule wins an overlap, a public value hides the rest", () => {
    expect(find(`secret = "${stripe}"`).map(({ ruleId }) => ruleId)).toEqual(["stripe.secret-key"]);
    const hex = mint("discord.public-key");
    expect(brief(find(`secret_key = "${hex}"`))).toHaveLength(1);
    expect(find(`public_key = "${hex}"`)).toEqual([]);
  });

  test("a pattern that sees its secret behind a wrong match still finds it", () => {
    const pattern = patternOf({ pattern: "[a-z0-9]{8}", keywords: ["key"], validator: "jwt" });
    const even = { ...pattern, pattern: "[A-Z0-9-]{31}", validator: "nowpayments-key" };
    const catalogue = catalogueOf(specOf({ id: "even", pattern: { ...even, within: 9 } }));
    const value = mint("nowpayments.api-key");
    expect(brief(find(`key AAAA${value}`, compileMatcher({ catalogue, own: [] })))).toEqual([
      `even ${value} 1:9 plain`,
    ]);
  });

  test("patterns can be left out", () => {
    const matcher = compileMatcher({
      catalogue: sampleCatalogue,
      own: [own(stripe)],
      patterns: false,
    });
    expect(find(`${mint("stripe.secret-key", 2)} ${stripe}`, matcher)).toHaveLength(1);
  });

  test("an unknown validator is our own mistake", () => {
    const pattern = patternOf({ pattern: "x", keywords: ["x"], validator: "no-such" });
    const catalogue = catalogueOf(specOf({ id: "x", pattern }));
    expect(() => compileMatcher({ catalogue, own: [] })).toThrow("x names no validator no-such");
  });
});

describe("own values", () => {
  const value = 'kX9!tq/2b ü"c&7Zr';
  const matcher = compileMatcher({ catalogue: sampleCatalogue, own: [own(value)] });
  const utf8 = Buffer.from(value);

  test.each([
    ["plain", value],
    ["base64", utf8.toString("base64").replaceAll("=", "")],
    ["base64", Buffer.from(`x${value}`).toString("base64")],
    ["base64", Buffer.from(`us:${value}!`).toString("base64")],
    ["base64", Buffer.from(`xy${value}yz`).toString("base64url")],
    ["hex", utf8.toString("hex")],
    ["hex", utf8.toString("hex").toUpperCase()],
    ["percent", encodeURIComponent(value)],
    [
      "percent",
      encodeURIComponent(value)
        .replace("!", "%21")
        .replaceAll(/%../g, (x) => x.toLowerCase()),
    ],
    ["percent", new URLSearchParams({ p: value }).toString()],
    ["json", JSON.stringify(value)],
    ["json", JSON.stringify(value).replace("/", "\\/").replace("ü", "\\u00fc")],
  ])("are found as %s: %s", (form, text) => {
    const matches = find(`first\n--${text}--`, matcher);
    expect(matches).toMatchObject([{ form, line: 2, ownName: "PANEL_API_PASSWORD" }]);
    expect(matches[0]?.secret.reveal()).toBe(value);
  });

  test("one match where a pattern sees the value too", () => {
    const both = compileMatcher({ catalogue: sampleCatalogue, own: [own(stripe, "STRIPE_KEY")] });
    expect(find(`key = "${stripe}"`, both)).toMatchObject([
      { ruleId: "panel.main", ownName: "STRIPE_KEY", form: "plain", column: 8 },
    ]);
  });

  test("a word that a pattern takes for a secret is the own value it equals", () => {
    const pattern = patternOf({
      pattern: "(?<=x-panel )[a-z]{8}",
      keywords: ["x-panel"],
      within: 9,
    });
    const catalogue = catalogueOf(specOf({ id: "header", pattern }));
    const word = compileMatcher({ catalogue, own: [own("shipping")] });
    expect(find("x-panel shipping", word)).toMatchObject([{ ownName: "PANEL_API_PASSWORD" }]);
    expect(find("x-panel shopping", word)).toMatchObject([{ ruleId: "header" }]);
  });

  test("the same value under two names is one match, of the first", () => {
    const twice = compileMatcher({
      catalogue: sampleCatalogue,
      own: [own(value, "FIRST"), own(value, "SECOND")],
    });
    expect(find(value, twice)).toMatchObject([{ ownName: "FIRST" }]);
  });

  test("what would be found everywhere is left out and said", () => {
    const values = ["abc12", "changeme", "password", "${DB_PW}", ""];
    const matcher = compileMatcher({
      catalogue: sampleCatalogue,
      own: values.map((each, index) => own(each, `N${index}`)),
    });
    expect(matcher.leftOut.map(({ name, why }) => `${name} ${why}`)).toEqual([
      "N0 short",
      "N1 placeholder",
      "N2 common",
      "N3 placeholder",
      "N4 short",
    ]);
    expect(find("password=password changeme abc12", matcher)).toEqual([]);
  });

  const guarded = compileMatcher({ catalogue: sampleCatalogue, own: [own("shipping", "DB_MAIN")] });

  test.each([
    ["DB_PASSWORD=shipping"],
    ["  'password' => 'shipping',"],
    ['"pass": "shipping"'],
    ["mysql -u shop -pshipping shop"],
    ["postgres://shop:shipping@db/shop"],
    ["DB_MAIN=shipping"],
    ["?username=a&password=shipping&type=m3u"],
    [`Basic ${Buffer.from("shop:shipping").toString("base64")}`],
  ])("a word counts where a credential stands: %s", (text) => {
    expect(find(text, guarded)).toMatchObject([{ ownName: "DB_MAIN" }]);
  });

  test.each([
    ["the shipping address"],
    ["$order->shipping = 'shipping';"],
    ["DB_PASSWORD=shipping_address"],
    ["class shipping {"],
    ["'status' => 'shipping'"],
    ["password\nshipping"],
  ])("and not elsewhere: %s", (text) => {
    expect(find(text, guarded)).toEqual([]);
  });
});

describe("inline exceptions", () => {
  test.each([
    [`x = "${stripe}" # guard:allow test fixture`, "test fixture"],
    [`/* guard:allow sample */ x = "${stripe}"`, "sample"],
    [`x = "${stripe}"; /* guard:allow in docs */`, "in docs"],
    [`# guard:allow for ${stripe} only`, "for (secret) only"],
  ])("%#: the reason is kept", (text, reason) => {
    expect(find(`a\n${text}\nb`)).toMatchObject([{ allowedBecause: reason }]);
  });

  test.each([
    [`x = "${stripe}" # guard:allow`],
    [`x = "${stripe}" # guard:allow   `],
    [`x = "${stripe}" /* guard:allow */`],
    [`# guard:allow reason\nx = "${stripe}"`],
  ])("%#: without a reason on the line it counts", (text) => {
    expect(find(text)).toHaveLength(1);
    expect(find(text)[0]).not.toHaveProperty("allowedBecause");
  });

  test("own values have none", () => {
    const matcher = compileMatcher({ catalogue: sampleCatalogue, own: [own(stripe)] });
    expect(find(`${stripe} # guard:allow why not`, matcher)[0]).not.toHaveProperty(
      "allowedBecause",
    );
  });
});

test("UTF-16 with a byte order mark is read, both ways round", () => {
  const little = Buffer.from(`\ufeffa\nkey ${stripe}`, "utf16le");
  const big = Buffer.from(little).swap16();
  for (const bytes of [little, big]) {
    expect(brief(find(bytes))).toEqual([`stripe.secret-key ${stripe} 2:5 plain`]);
  }
});
