import { crc32 } from "node:zlib";

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/**
 * The last six of the 36 characters after the prefix are the CRC-32 of the first 30 in base 62.
 * https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/
 */
export function hasGithubChecksum(text: string): boolean {
  const body = text.slice(text.lastIndexOf("_") + 1);
  if (body.length !== 36) return false;
  let rest = crc32(body.slice(0, 30));
  let check = "";
  for (let index = 0; index < 6; index += 1) {
    check = base62.charAt(rest % 62) + check;
    rest = Math.floor(rest / 62);
  }
  return body.endsWith(check);
}
