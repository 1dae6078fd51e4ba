import { createHash, createPublicKey, generateKeyPairSync, sign } from "node:crypto";

export interface MintedCertificate {
  /** PEM. */
  readonly certificate: string;
  readonly der: Uint8Array;
  /** PEM, PKCS #8. */
  readonly key: string;
  /** PEM, the same under a passphrase. */
  readonly encrypted: string;
  /** SHA-256 of its SubjectPublicKeyInfo, in hex. */
  readonly spki: string;
}

/** A new key (P-256) and a certificate that it signed for itself, made without any program. */
export function mintCertificate(name = "shop.example"): MintedCertificate {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const spki = createPublicKey(privateKey).export({ type: "spki", format: "der" });
  const subject = sequence(set(sequence(commonName, der(0x0c, Buffer.from(name)))));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    subject,
    sequence(time("20260101000000Z"), time("20361231000000Z")),
    subject,
    spki,
  );
  const signature = sign("sha256", body, privateKey);
  const whole = sequence(body, ecdsaWithSha256, der(0x03, Buffer.from([0]), signature));
  const pem = { type: "pkcs8", format: "pem" } as const;
  return {
    certificate: pemOf("CERTIFICATE", whole),
    der: whole,
    key: privateKey.export(pem).toString(),
    encrypted: privateKey.export({ ...pem, cipher: "aes-256-cbc", passphrase: "x" }).toString(),
    spki: createHash("sha256").update(spki).digest("hex"),
  };
}

const commonName = Buffer.from("0603550403", "hex");
const ecdsaWithSha256 = Buffer.from("300a06082a8648ce3d040302", "hex");

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return der(0x30, ...parts);
}

function set(...parts: readonly Uint8Array[]): Buffer {
  return der(0x31, ...parts);
}

function time(text: string): Buffer {
  return der(0x18, Buffer.from(text));
}

function pemOf(label: string, bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
