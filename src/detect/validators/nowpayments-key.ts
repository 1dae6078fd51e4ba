const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * A NOWPayments API key is a UUID of version 4 in four groups of seven: 32 bits and three parity
 * bits each. Odds of a chance match are 2^-18. Shape: https://github.com/NowPaymentsIO/nowpayments-api-js,
 * encoding: npm package `uuid-apikey`.
 */
export function isNowpaymentsKey(text: string): boolean {
  const groups = text.split("-").map(decodeGroup);
  const [, second, third] = groups;
  if (groups.length !== 4 || groups.includes(undefined)) return false;
  return ((second ?? 0) >>> 12) % 16 === 4 && (third ?? 0) >>> 30 === 2;
}

/** The 32-bit quarter of a group; undefined when its parity is wrong. */
function decodeGroup(group: string): number | undefined {
  if (group.length !== 7) return undefined;
  let bits = 0;
  for (const character of group) {
    const digit = alphabet.indexOf(character);
    if (digit < 0) return undefined;
    bits = bits * 32 + digit;
  }
  const quarter = Math.floor(bits / 8);
  let parity = 0;
  for (let rest = quarter; rest > 0; rest = Math.floor(rest / 8)) parity ^= rest % 8;
  return parity === bits % 8 ? quarter : undefined;
}
