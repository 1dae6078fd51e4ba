import { Buffer } from "node:buffer";

const opensshMagic = "openssh-key-v1\0";
const encryptedHeader = /Proc-Type: ?4,ENCRYPTED/;

/**
 * Whether the text between the PEM lines is a key: DER that is as long as it says, an OpenSSH
 * container, or the ciphertext of the old encrypted form. Line breaks may be written as `\n`.
 * https://www.rfc-editor.org/rfc/rfc7468
 */
export function isPemPrivateKey(text: string): boolean {
  const body = text
    .replaceAll(/\\r|\\n|\\\\n/g, "\n")
    .replaceAll(/-----(?:BEGIN|END)[^-]*(?:-----)?/g, "");
  const encrypted = encryptedHeader.test(body);
  const base64 = body.replaceAll(/^[A-Za-z-]+:.*$/gm, "").replaceAll(/[^A-Za-z0-9+/=]/g, "");
  const bytes = Buffer.from(base64, "base64");
  if (bytes.length < 32) return false;
  if (encrypted || bytes.toString("latin1", 0, opensshMagic.length) === opensshMagic) return true;
  return isWholeSequence(bytes);
}

/** A DER sequence whose length says it fills the bytes; padding and a cut end are forgiven. */
function isWholeSequence(bytes: Buffer): boolean {
  if (bytes[0] !== 0x30) return false;
  const first = bytes[1] ?? 0;
  if (first < 0x80) return first >= 32 && first <= bytes.length;
  const count = first - 0x80;
  if (count < 1 || count > 2) return false;
  const length = bytes.readUIntBE(2, count);
  return length >= 32 && length <= bytes.length + 4;
}
