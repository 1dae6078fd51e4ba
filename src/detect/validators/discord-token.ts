import { Buffer } from "node:buffer";

const epochMs = 1_420_070_400_000n;
// No clock here: a bound far enough away keeps the answer the same on every day.
const latestMs = BigInt(Date.UTC(2045, 0, 1));

/**
 * The first part of a Discord bot token is the base64url of the application's id, a snowflake whose
 * upper bits are a date since 2015. https://docs.discord.com/developers/reference#snowflakes
 */
export function isDiscordToken(text: string): boolean {
  const first = text.slice(0, Math.max(0, text.indexOf(".")));
  const id = Buffer.from(first, "base64url").toString("latin1");
  if (!/^[1-9]\d{16,19}$/.test(id)) return false;
  const madeMs = (BigInt(id) >> 22n) + epochMs;
  return madeMs < latestMs;
}
