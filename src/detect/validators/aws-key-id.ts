const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * The sixteen characters after `AKIA` are base32 and hold the account number, which has twelve
 * digits. Ids that go on with I or J are older and hold none.
 */
export function isAwsKeyId(text: string): boolean {
  const body = text.slice(4);
  if (body.length !== 16 || !/^[A-Z2-7]+$/.test(body)) return false;
  if (/^[IJ]/.test(body)) return true;
  let bits = 0n;
  for (const character of body.slice(0, 10)) {
    bits = bits * 32n + BigInt(alphabet.indexOf(character));
  }
  // Ten characters are 50 bits; the number stands in 40 of the first 48.
  const account = ((bits >> 2n) & 0x7fff_ffff_ff80n) >> 7n;
  return account < 1_000_000_000_000n;
}
