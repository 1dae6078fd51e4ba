import { mintTemplate, type RandomBelow } from "../../src/core/mint.ts";

export { mintTemplate } from "../../src/core/mint.ts";

/** A repeatable random source for tests (mulberry32). */
export function seededRandom(seed: number): RandomBelow {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * below);
  };
}

/**
 * A value of a credential or secret rule, such as `mint("stripe.secret-key")`: the same for the
 * same seed, another one for another seed. Nothing token-shaped needs to be committed.
 */
export function mint(id: string, seed = 1): string {
  const template = templates[id];
  if (template === undefined) throw new Error(`no example for ${id}`);
  return mintTemplate(template, seededRandom(seed));
}

const templates: Readonly<Record<string, string>> = {
  "stripe.secret-key": "sk_live_{alnum:24}",
  "stripe.webhook-secret": "whsec_{alnum:32}",
  "paypal.client-id": "A{base64url:78}z",
  "paypal.client-secret": "E{base64url:78}z",
  "paypal.webhook-id": "{upnum:17}",
  "nowpayments.api-key": "{nowpayments-key}",
  "nowpayments.ipn-secret": "{base64:32}",
  "nowpayments.login": "{alnum:18}",
  "discord.bot-token": "{discord-token}",
  "discord.webhook-url": "https://discord.com/api/webhooks/1{digits:17}/{base64url:67}a",
  "discord.client-secret": "{base64url:31}a",
  "discord.public-key": "{hex:64}",
  "telegram.bot-token": "{digits:9}1:A{base64url:33}z",
  "panel.main": "{alnum:24}",
  "onestream.api-key": "{alnum:32}",
  "onestream.auth-user": "{alnum:32}",
  "database.password": "{alnum:24}",
  "redis.password": "{alnum:24}",
  "smtp.password": "{alnum:24}",
  "iptvbp.encryption-key": "{laravel-key}",
  "iptvbp.api-key": "{alnum:40}",
};
