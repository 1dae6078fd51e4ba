import { findWord } from "../secrets/secret-shape.ts";
import type { Secret } from "../secrets/secret.ts";

/** What turns a switch the other way, in the same spelling. */
const opposites: Readonly<Record<string, string>> = {
  true: "false",
  false: "true",
  "1": "0",
  "0": "1",
  on: "off",
  off: "on",
  yes: "no",
  no: "yes",
  enabled: "disabled",
  disabled: "enabled",
  none: "true",
};

/** The other position of a switch; undefined for a value that is no usual word. */
export function oppositeOf(value: Secret): string | undefined {
  const word = findWord(value, Object.keys(opposites));
  return word === undefined ? undefined : opposites[word];
}
