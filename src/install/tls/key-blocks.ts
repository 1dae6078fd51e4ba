import { type KeyObject, X509Certificate, createHash, createPublicKey } from "node:crypto";
import type { KeyBlock } from "../../core/ports/key-block.ts";

const pemBlock =
  /-----BEGIN ((?:X509 |TRUSTED )?CERTIFICATE|(?:RSA |EC |DSA |ENCRYPTED )?PRIVATE KEY)-----(?:(?!-----BEGIN)[^])*?-----END \1-----/g;
const pemStart =
  /-----BEGIN (?:(?:X509 |TRUSTED )?CERTIFICATE|(?:RSA |EC |DSA |ENCRYPTED )?PRIVATE KEY)-----/g;

/**
 * The certificates and private keys in a file: PEM blocks with text around them, else one
 * certificate in DER. A block that starts and never ends is `unreadable`.
 */
export function keyBlocks(bytes: Uint8Array): readonly KeyBlock[] {
  const text = new TextDecoder("latin1").decode(bytes);
  const whole = [...text.matchAll(pemBlock)];
  const starts = new Set(whole.map(({ index }) => index));
  const cut = [...text.matchAll(pemStart)].filter(({ index }) => !starts.has(index));
  if (whole.length === 0 && cut.length === 0) return derCertificate(bytes);
  const lineOf = (index: number) => text.slice(0, index).split("\n").length;
  return [
    ...whole.map(({ 0: block, 1: label = "", index }) => ({
      line: lineOf(index),
      ...readBlock(block, label),
    })),
    ...cut.map(({ 0: start, index }) => ({
      line: lineOf(index),
      kind: kindOf(start),
      problem: "unreadable" as const,
    })),
  ].toSorted((a, b) => a.line - b.line);
}

function kindOf(label: string): KeyBlock["kind"] {
  return label.includes("CERTIFICATE") ? "certificate" : "private-key";
}

function readBlock(block: string, label: string): Omit<KeyBlock, "line"> {
  const kind = kindOf(label);
  if (label.startsWith("ENCRYPTED") || /^Proc-Type: 4,ENCRYPTED/m.test(block)) {
    return { kind, problem: "encrypted" };
  }
  // What OpenSSL adds to a trusted certificate stands behind the certificate itself.
  const pem = block.replaceAll(/(?:X509|TRUSTED) CERTIFICATE/g, "CERTIFICATE");
  return fingerprinted(kind, () =>
    kind === "certificate" ? new X509Certificate(pem).publicKey : createPublicKey(pem),
  );
}

function derCertificate(bytes: Uint8Array): readonly KeyBlock[] {
  // A certificate is an ASN.1 sequence that is longer than 255 bytes.
  if (bytes[0] !== 0x30 || bytes[1] !== 0x82) return [];
  const block = fingerprinted("certificate", () => new X509Certificate(bytes).publicKey);
  return [{ line: 1, ...block }];
}

function fingerprinted(kind: KeyBlock["kind"], read: () => KeyObject): Omit<KeyBlock, "line"> {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    // Whatever OpenSSL does not like about it, it tells in its own words; the file stays unknown.
    return { kind, problem: "unreadable" };
  }
  const spki = createHash("sha256").update(key.export({ type: "spki", format: "der" }));
  return { kind, spki: spki.digest("hex") };
}
