const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * A well-formed NOWPayments API key: a random UUID (version 4) in four groups. Each group is a
 * 32-bit quarter followed by three parity bits, the exclusive or of the quarter's octal digits.
 * Shape: https://github.com/NowPaymentsIO/nowpayments-api-js; encoding: npm package `uuid-apikey`.
 */
export function mintNowpaymentsKey(random: (below: number) => number): string {
  const quarters = [0, 1, 2, 3].map(() => random(0x10000) * 0x10000 + random(0x10000));
  const [first = 0, second = 0, third = 0, fourth = 0] = quarters;
  const version = second - (second % 0x10000) + 0x4000 + (second % 0x1000);
  const variant = 0x80000000 + (third % 0x40000000);
  return [first, version, variant, fourth].map(encodeQuarter).join("-");
}

function encodeQuarter(quarter: number): string {
  let parity = 0;
  for (let rest = quarter; rest > 0; rest = Math.floor(rest / 8)) parity ^= rest % 8;
  let text = "";
  let rest = quarter * 8 + parity;
  for (let index = 0; index < 7; index += 1) {
    text = alphabet.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}
