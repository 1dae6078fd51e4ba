import { Buffer } from "node:buffer";
import type { Secret } from "../core/secrets/secret.ts";
import { fold } from "./byte-automaton.ts";
import { careFor } from "./own-value-care.ts";
import { spellingsOf } from "./own-value-forms.ts";

/**
 * Whether the bytes hold the value, however it is spelled. What may be there by chance, as a short
 * word, counts only where it stands alone and as it is.
 */
export function holdsValue(bytes: Uint8Array, value: Secret): boolean {
  const text = value.reveal();
  if (text === "") return false;
  const content = Buffer.from(bytes);
  if (careFor(text) !== "free") return standsAlone(content, Buffer.from(text, "utf8"));
  const folded = Buffer.from(content.map(fold));
  return [...spellingsOf(text, "free"), ...wideSpellings(text), everyByte(text)].some(
    ({ bytes: wanted, anyCase }) =>
      anyCase
        ? folded.includes(Buffer.from(wanted.map(fold)))
        : content.includes(Buffer.from(wanted)),
  );
}

/** Every byte behind a percent sign, as only somebody who hides something writes it. */
function everyByte(text: string) {
  const hex = Buffer.from(text, "utf8").toString("hex");
  return { bytes: Buffer.from(hex.replaceAll(/../g, "%$&")), anyCase: true };
}

/** As Windows programs save it. */
function wideSpellings(text: string) {
  const little = Buffer.from(text, "utf16le");
  const big = Buffer.from(little).swap16();
  return [little, big].map((bytes) => ({ bytes, anyCase: false }));
}

function standsAlone(content: Buffer, wanted: Buffer): boolean {
  for (let at = content.indexOf(wanted); at >= 0; at = content.indexOf(wanted, at + 1)) {
    if (!isWord(content[at - 1]) && !isWord(content[at + wanted.length])) return true;
  }
  return false;
}

function isWord(byte: number | undefined): boolean {
  return byte !== undefined && /\w/.test(String.fromCharCode(byte));
}
