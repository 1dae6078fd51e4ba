import { mintDiscordToken } from "./mint-discord-token.ts";
import { mintGithubToken } from "./mint-github-token.ts";
import { mintJwt, mintLaravelKey, mintPrivateKey } from "./mint-encoded.ts";
import { mintNowpaymentsKey } from "./mint-nowpayments-key.ts";
import { alphabets, type RandomBelow, randomText } from "./mint-text.ts";

export type { RandomBelow } from "./mint-text.ts";

/** Values with an inner structure: `{name}`. */
const structured: Readonly<Record<string, (random: RandomBelow) => string>> = {
  "discord-token": mintDiscordToken,
  "github-token": mintGithubToken,
  jwt: mintJwt,
  "laravel-key": mintLaravelKey,
  "nowpayments-key": mintNowpaymentsKey,
  "private-key": mintPrivateKey,
};

/**
 * Fills a template such as `sk_live_{alnum:24}` with random characters, so that examples of
 * secrets can be shipped without a secret in them. Text outside braces stands for itself.
 *
 * @throws RangeError on a placeholder that does not exist.
 */
export function mintTemplate(template: string, random: RandomBelow): string {
  return template.replaceAll(/\{([a-z0-9-]+)(?::(\d{1,4}))?\}/g, (whole, name, length) => {
    if (length === undefined) {
      const make = structured[String(name)];
      if (make) return make(random);
    } else {
      const alphabet = alphabets[String(name)];
      if (alphabet) return randomText(alphabet, Number(length), random);
    }
    throw new RangeError(`unknown placeholder ${whole}`);
  });
}
