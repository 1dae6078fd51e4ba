/** `stripe.secret-key` of `stripe.secret-key@STRIPE_KEY_2`. */
export function baseId(credentialId: string): string {
  const cut = credentialId.indexOf("@");
  return cut < 0 ? credentialId : credentialId.slice(0, cut);
}
