import { fromBase64 } from "./bytes.ts";

/** What an OpenPGP message begins with, https://www.rfc-editor.org/rfc/rfc9580#section-5 */
export type OpenPgpStart = "encrypted" | "clear";

const publicKeyEncrypted = 1;
const passwordEncrypted = 3;
const onePassSignature = 4;
const compressed = 8;
const literal = 11;

const publicKeyAlgorithms = [1, 2, 16, 18, 22, 25, 26, 29, 30, 31];
const lastCipher = 13;
const passwordToKey = [0, 1, 3, 4];

/**
 * Whether bytes are an OpenPGP message, encrypted or only signed or packed. Several bytes of the
 * first packet are checked, so that others are not taken for one.
 */
export function openPgpStart(head: Uint8Array): OpenPgpStart | undefined {
  const packet = packetAt(head);
  if (!packet) return undefined;
  const [version = 255, second = 255, third = 255] = head.subarray(packet.body, packet.body + 3);
  switch (packet.tag) {
    case publicKeyEncrypted: {
      const algorithm = head[packet.body + 9] ?? 0;
      const isThird = version === 3 && publicKeyAlgorithms.includes(algorithm);
      // A version of the key and its fingerprint, or neither.
      const isSixth =
        version === 6 && ((second === 21 && third === 4) || (second === 33 && third === 6));
      return isThird || isSixth ? "encrypted" : undefined;
    }
    case passwordEncrypted: {
      const isFourth = version === 4 && second <= lastCipher && passwordToKey.includes(third);
      const isLater = (version === 5 || version === 6) && second <= 32 && third <= lastCipher;
      return isFourth || isLater ? "encrypted" : undefined;
    }
    case onePassSignature:
      return version === 3 && second <= 2 && third <= 14 ? "clear" : undefined;
    case compressed:
      return version <= 3 ? "clear" : undefined;
    case literal:
      return version === 0x62 || version === 0x74 || version === 0x75 ? "clear" : undefined;
    default:
      return undefined;
  }
}

/** The same of an armored message: a signed one has the same first line as an encrypted one. */
export function armoredStart(text: string): OpenPgpStart | undefined {
  const armored =
    /-----BEGIN PGP MESSAGE-----\r?\n(?:[\w-]+: [^\n]*\n)*\r?\n([A-Za-z0-9+/\s]{16,})/;
  const body = armored.exec(text)?.[1];
  const bytes = body === undefined ? undefined : fromBase64(body);
  return bytes && openPgpStart(bytes);
}

function packetAt(head: Uint8Array): { readonly tag: number; readonly body: number } | undefined {
  const [first = 0, second = 0] = head;
  if ((first & 0x80) === 0) return undefined;
  if ((first & 0x40) === 0) {
    // One, two or four bytes of length; the fourth way says "until the end".
    const lengthBytes = [1, 2, 4, 0][first & 3] ?? 0;
    return { tag: (first >> 2) & 15, body: 1 + lengthBytes };
  }
  const lengthBytes = second < 192 || (second >= 224 && second < 255) ? 1 : second < 224 ? 2 : 5;
  return { tag: first & 63, body: 1 + lengthBytes };
}
