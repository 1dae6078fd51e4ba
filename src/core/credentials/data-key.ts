import { isPlaceholderSecret } from "../secrets/placeholder.ts";
import { looksRandom } from "../secrets/randomness.ts";
import { Secret } from "../secrets/secret.ts";

/** What is wrong with a key that should be 32 random bytes; undefined when nothing is. */
export type KeyFault = "default" | "length" | "not-random";

const keyBytes = 32;
/** 32 random bytes have about 30 different values; under 20 has odds below 1 in 10^12. */
const fewestDifferentBytes = 20;
/** For a key typed as 32 characters: fewer different ones is a pattern, not chance. */
const fewestDifferentCharacters = 12;
/** The same for 32 hex digits: chance has about 14 of the 16, and under 8 once in 10^7. */
const fewestDifferentDigits = 8;

/** Judges a data-encryption key (AES-256) written as `base64:…`, base64, hex or 32 characters. */
export function faultOfDataKey(secret: Secret): KeyFault | undefined {
  if (isPlaceholderSecret(secret)) return "default";
  const text = secret.reveal().trim();
  const bytes = decodeKey(text);
  if (bytes.length !== keyBytes) return "length";
  const different = new Set(bytes).size;
  const typed = bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
  if (!typed) return different < fewestDifferentBytes ? "not-random" : undefined;
  const plain = String.fromCharCode(...bytes);
  if (/^[0-9a-f]+$/i.test(plain)) {
    return different < fewestDifferentDigits ? "not-random" : undefined;
  }
  return different < fewestDifferentCharacters || !looksRandom(plain) ? "not-random" : undefined;
}

function decodeKey(text: string): readonly number[] {
  const marked = /^base64:(.*)$/.exec(text)?.[1];
  if (marked !== undefined) return fromBase64(marked) ?? [];
  if (/^(?:[0-9a-f]{2}){32}$/i.test(text)) {
    return (text.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  }
  if (text.length === keyBytes) return fromText(text);
  return fromBase64(text) ?? fromText(text);
}

function fromBase64(text: string): readonly number[] | undefined {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return undefined;
  try {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Array.from(plain, (character) => character.charCodeAt(0));
  } catch {
    // Not base64 after all; the caller tries the next spelling.
    return undefined;
  }
}

function fromText(text: string): readonly number[] {
  return [...new TextEncoder().encode(text)];
}

/** The key that a file holds: as text, or raw bytes, which are given in hex. */
export function keyOfBytes(bytes: Uint8Array): { readonly value: Secret; readonly isRaw: boolean } {
  const isRaw = !bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || byte === 10 || byte === 13);
  const hex = () => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { isRaw, value: new Secret(isRaw ? hex() : new TextDecoder().decode(bytes).trim()) };
}
