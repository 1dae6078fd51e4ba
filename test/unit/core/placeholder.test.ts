import { describe, expect, test } from "vitest";
import { isPlaceholder, isPlaceholderSecret } from "../../../src/core/secrets/placeholder.ts";
import { Secret } from "../../../src/core/secrets/secret.ts";
import { mint, seededRandom } from "../../support/mint.ts";

const live = ["sk", "live", ""].join("_");

describe("isPlaceholder", () => {
  test.each([
    ["changeme"],
    ["CHANGE_ME"],
    ["change-me-please"],
    ["<your-api-key>"],
    ["${STRIPE_SECRET_KEY}"],
    ["$STRIPE_SECRET_KEY"],
    ["{{ stripe_key }}"],
    ["${{ secrets.STRIPE }}"],
    ["%STRIPE_KEY%"],
    ["[your key]"],
    ["process.env.STRIPE_SECRET_KEY"],
    ["getenv('STRIPE')"],
    ["your_api_key"],
    ["YOUR-BOT-TOKEN-HERE"],
    ["xxxxxxxxxxxxxxxx"],
    ["0000000000000000"],
    ["****************"],
    ['"changeme"'],
    [`${live}xxxxxxxxxxxxxxxxxxxxxxxx`],
    [`${live}your_key_here`],
    [`${live}aaaaaaaaaaaaaaaaaaaaaaaa`],
    [`${live}1234567890abcdef12345678`],
    [`${live}...a4b2`],
    [`${live}${"*".repeat(20)}a4b2`],
    ["whsec_example"],
    ["whsec_test"],
    [["whsec", "abcdefghijklmnopqrstuvwxyz123456"].join("_")],
    [`base64:${"A".repeat(43)}=`],
    [["AKIA", "IOSFODNN7", "EXAMPLE"].join("")],
    ["null"],
  ])("%s is one", (text) => {
    expect(isPlaceholder(text)).toBe(true);
  });

  test.each([
    [""],
    ["  "],
    ["secret"],
    ["hunter2"],
    ["Tr0ub4dor&3"],
    ["correct horse battery staple"],
    ["$2y$10$abcdefghijk"],
    ["p4ssw0rd-for-the-shop"],
    ["12345678"],
    ["yourself-and-others"],
  ])("%j is none", (text) => {
    expect(isPlaceholder(text)).toBe(false);
  });

  test("no minted secret is one", () => {
    const ids = ["stripe.secret-key", "stripe.webhook-secret", "paypal.client-secret"];
    const more = ["nowpayments.api-key", "discord.bot-token", "discord.webhook-url", "panel.main"];
    const last = ["telegram.bot-token", "iptvbp.encryption-key", "iptvbp.api-key"];
    for (const id of [...ids, ...more, ...last]) {
      for (let seed = 0; seed < 300; seed += 1) {
        expect(isPlaceholder(mint(id, seed)), `${id}, seed ${seed}`).toBe(false);
      }
    }
  });

  test("a secret is judged by its value", () => {
    expect(isPlaceholderSecret(new Secret("changeme"))).toBe(true);
    expect(isPlaceholderSecret(new Secret(mint("panel.main", seededRandom(1)(9))))).toBe(false);
  });
});
