import { base64url, type RandomBelow, randomBinary } from "./mint-text.ts";

/** A Laravel application key for AES-256: https://laravel.com/docs/encryption */
export function mintLaravelKey(random: RandomBelow): string {
  return `base64:${btoa(randomBinary(32, random))}`;
}

/** A signed JSON web token with a random subject. */
export function mintJwt(random: RandomBelow): string {
  const header = base64url('{"alg":"HS256","typ":"JWT"}');
  const claims = base64url(`{"sub":"${random(1e9)}","iat":1700000000}`);
  return [header, claims, base64url(randomBinary(32, random))].join(".");
}

// PKCS #8 wrapping of an Ed25519 seed: https://www.rfc-editor.org/rfc/rfc8410#section-7
const ed25519Header = [
  0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/** A real (Ed25519) private key in PEM, with a newline at the end. */
export function mintPrivateKey(random: RandomBelow): string {
  const body = btoa(String.fromCharCode(...ed25519Header) + randomBinary(32, random));
  const label = "PRIVATE KEY-----";
  return `-----BEGIN ${label}\n${body}\n-----END ${label}\n`;
}
