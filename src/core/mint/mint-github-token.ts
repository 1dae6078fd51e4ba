import { alphabets, type RandomBelow, randomText } from "./mint-text.ts";

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/**
 * The 36 characters after `ghp_`: 30 random ones and their CRC-32 in base 62.
 * https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/
 */
export function mintGithubToken(random: RandomBelow): string {
  const body = randomText(alphabets["alnum"] ?? "", 30, random);
  let rest = crc32(body);
  let check = "";
  for (let index = 0; index < 6; index += 1) {
    check = base62.charAt(rest % 62) + check;
    rest = Math.floor(rest / 62);
  }
  return body + check;
}

/** CRC-32 (ISO 3309) of ASCII text, bit by bit: examples are short. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const character of text) {
    crc ^= character.charCodeAt(0);
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
