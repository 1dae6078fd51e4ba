import { describe, expect, test } from "vitest";
import { recogniseCredential } from "../../../src/catalogue/recognise-credential.ts";
import { Secret } from "../../../src/core/secrets/secret.ts";
import { mint, mintTemplate, seededRandom } from "../../support/mint.ts";
import { shippedCatalogue } from "../../support/shipped-catalogue.ts";

const catalogue = shippedCatalogue();
const recognise = (name: string, value: string) =>
  recogniseCredential(name, new Secret(value), catalogue);
const fill = (template: string) => mintTemplate(template, seededRandom(7));

describe("by name", () => {
  test.each([
    ["STRIPE_SECRET_KEY", "stripe.secret-key"],
    ["stripe_secret_key", "stripe.secret-key"],
    ["SHOP_STRIPE_SECRET", "stripe.secret-key"],
    ["STRIPE_WEBHOOK_SECRET", "stripe.webhook-secret"],
    ["STRIPE_WEBHOOK_SECRET_2", "stripe.webhook-secret"],
    ["STRIPE_TEST_SECRET_KEY", "stripe.test-key"],
    ["PAYPAL_CLIENT_SECRET", "paypal.client-secret"],
    ["PAYPAL_SECRET_LIVE", "paypal.client-secret"],
    ["PAYPAL_WEBHOOK_ID", "paypal.webhook-id"],
    ["NOWPAYMENTS_API_KEY", "nowpayments.api-key"],
    ["NOWPAYMENTS_IPN_SECRET", "nowpayments.ipn-secret"],
    ["NOWPAYMENTS_PASSWORD", "nowpayments.login"],
    ["PAYPAL_PASSWORD", "paypal.login"],
    ["DISCORD_TOKEN", "discord.bot-token"],
    ["DISCORD_BOT_TOKEN_2", "discord.bot-token"],
    ["DISCORD_WEBHOOK_ALERTS", "discord.webhook-url"],
    ["DISCORD_CLIENT_SECRET", "discord.client-secret"],
    ["TELEGRAM_BOT_TOKEN", "telegram.bot-token"],
    ["PANEL_API_PASSWORD", "panel.main"],
    ["PANEL_PASSWORD", "panel.main"],
    ["PANEL_API_TOKEN", "panel.main"],
    ["PANEL_API_KEY", "panel.main"],
    ["XUI_API_KEY", "panel.main"],
    ["NXT_API_TOKEN", "panel.main"],
    ["XTREAM_PASSWORD", "panel.main"],
    ["ONESTREAM_API_KEY", "onestream.api-key"],
    ["ONESTREAM_AUTH_USER", "onestream.auth-user"],
    ["DB_PASSWORD", "database.password"],
    ["REDIS_PASSWORD", "redis.password"],
    ["MAIL_PASSWORD", "smtp.password"],
    ["APP_KEY", "iptvbp.encryption-key"],
    ["IPTVBP_API_KEY", "iptvbp.api-key"],
  ])("%s is %s", (name, id) => {
    expect(recognise(name, "any value")?.spec.id).toBe(id);
    expect(recognise(name, "")?.spec.id).toBe(id);
  });

  test.each([
    "PANEL_URL",
    "PANEL_API_URL",
    "PANEL_API_USER",
    "PANEL_USERNAME",
    "XUI_URL",
    "XTREAM_USERNAME",
    "NXT_API_URL",
    "NEXT_PUBLIC_API_KEY",
    "NOWPAYMENTS_EMAIL",
    "NOWPAYMENTS_IPN_CALLBACK_URL",
    "STRIPE_WEBHOOK_URL",
    "STRIPE_WEBHOOK_TOLERANCE",
    "STRIPE_API_VERSION",
    "DISCORD_CLIENT_ID",
    "DISCORD_GUILD_ID",
    "PAYPAL_MODE",
    "MAIL_HOST",
    "DB_HOST",
    "REDIS_HOST",
    "DB_PASSWORD_FILE",
    "MYSQL_ALLOW_EMPTY_PASSWORD",
    "PANEL_PASSWORD_RESET_URL",
    "PANEL_PASSWORD_MIN_LENGTH",
    "PANEL_TOKEN_TTL",
    "IPTVBP_TOKEN_LIFETIME",
    "DISCORD_WEBHOOK_NAME",
    "DISCORD_WEBHOOK_ID",
    "DISCORD_TOKEN_URL",
    "PAYPAL_SECRET_NAME",
    "ENCRYPTION_KEY_ID",
    "IPTVBP_PUBLIC_KEY",
    "APP_ENV",
    "APP_URL",
  ])("%s is no credential", (name) => {
    expect(recognise(name, "any value")).toBeUndefined();
  });

  test.each([
    ["STRIPE_PUBLISHABLE_KEY", "stripe.publishable-key"],
    ["NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY", "stripe.publishable-key"],
    ["PAYPAL_CLIENT_ID", "paypal.client-id"],
    ["DISCORD_PUBLIC_KEY", "discord.public-key"],
  ])("%s is the public %s", (name, id) => {
    const spec = recognise(name, "any value")?.spec;
    expect([spec?.id, spec?.public]).toEqual([id, true]);
  });
});

describe("by value", () => {
  test.each([
    "stripe.secret-key",
    "stripe.webhook-secret",
    "stripe.publishable-key",
    "nowpayments.api-key",
    "discord.bot-token",
    "discord.webhook-url",
    "telegram.bot-token",
  ])("knows %s under any name", (id) => {
    expect(recognise("SETTING_17", mint(id))?.spec.id).toBe(id);
  });

  test("a secret key under a public name stays secret", () => {
    expect(recognise("STRIPE_PUBLISHABLE_KEY", mint("stripe.secret-key"))?.spec.id).toBe(
      "stripe.secret-key",
    );
  });

  test("STRIPE_KEY is whatever its value is", () => {
    expect(recognise("STRIPE_KEY", mint("stripe.secret-key"))?.spec.public).toBe(false);
    expect(recognise("STRIPE_KEY", mint("stripe.publishable-key"))?.spec.public).toBe(true);
  });

  test.each(["github-token", "sendgrid-key", "private-key"])("knows the rule %s", (id) => {
    expect(recognise("SETTING_17", mint(id).trimEnd())?.spec).toMatchObject({ id, env: [] });
  });

  test("a near name tells more than the token of another service", () => {
    expect(recognise("SMTP_PASS_2", mint("sendgrid-key"))?.spec.id).toBe("smtp.password");
  });

  test("a sentence that holds a key is no key", () => {
    expect(recognise("NOTE", `use ${mint("stripe.secret-key")} here`)).toBeUndefined();
  });
});

describe("the value handed back", () => {
  test("knows its public prefix", () => {
    const value = mint("stripe.secret-key");
    expect(recognise("STRIPE_SECRET_KEY", value)?.value.masked).toBe(
      `sk_live_...${value.slice(-4)}`,
    );
  });

  test.each([
    ["DATABASE_URL", "postgres://shop:{alnum:20}@db.example:5432/shop", "database.password"],
    ["SHOP_DATABASE_URL", "mysql://shop:{alnum:20}@127.0.0.1/shop", "database.password"],
    ["REDIS_URL", "rediss://:{alnum:20}@cache.example", "redis.password"],
    ["MAILER_DSN", "smtp://jo%40shop.example:{alnum:20}@mail.example:587", "smtp.password"],
  ])("%s gives the password of its URL", (name, template, id) => {
    const url = fill(template);
    const found = recognise(name, url);
    expect(found?.spec.id).toBe(id);
    expect(found?.value.reveal()).toBe(fill("{alnum:20}"));
  });

  test("a password with an @ in it is whole", () => {
    expect(recognise("DATABASE_URL", "postgres://shop:a@b@db/shop")?.value.reveal()).toBe("a@b");
  });

  test.each([
    ["DATABASE_URL", "postgres://db.example/shop"],
    ["REDIS_URL", "redis://127.0.0.1:6379"],
    ["REDIS_URL", "redis://user@127.0.0.1:6379"],
    ["REDIS_URL", ""],
  ])("%s=%s holds no password", (name, url) => {
    expect(recognise(name, url)).toBeUndefined();
  });
});
