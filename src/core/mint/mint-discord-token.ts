import { alphabets, base64url, type RandomBelow, randomText } from "./mint-text.ts";

const discordEpochMs = 1_420_070_400_000n;
const dayMs = 86_400_000n;

/**
 * A well-formed Discord bot token: the base64url of the application's decimal id (a snowflake of
 * 2016 to 2024), a short middle part and a 38-character signature.
 * https://docs.discord.com/developers/reference#snowflakes
 */
export function mintDiscordToken(random: RandomBelow): string {
  const madeMs = BigInt(Date.UTC(2016, 0, 1)) + BigInt(random(3_200)) * dayMs;
  const id = ((madeMs - discordEpochMs) << 22n) + BigInt(random(1 << 22));
  const letters = alphabets["alnum"] ?? "";
  const parts = [base64url(String(id)), randomText(letters, 6, random)];
  return [...parts, randomText(letters, 38, random)].join(".");
}
