import type { PublishedKey } from "../core/knowledge/host-knowledge.ts";
import type { RuleFile } from "../core/knowledge/rule-file.ts";
import { parseRuleFile } from "./parse-rule-file.ts";
import { type Fields, openFields } from "./yaml-fields.ts";

/** By the fingerprint of the public key. */
export function readPublishedKeys(file: RuleFile): ReadonlyMap<string, PublishedKey> {
  const fields = openFields(parseRuleFile(file), file, ["keys"]);
  const keys = fields.maps("keys", ["spki", "shipped", "kind", "url", "read"], readKey);
  return new Map(keys.map((key) => [key.spki, key]));
}

function readKey(fields: Fields): PublishedKey {
  const spki = fields.text("spki");
  if (!/^[0-9a-f]{64}$/.test(spki)) fields.fail("spki", "no SHA-256 in lower-case hex");
  return { spki, shipped: fields.text("shipped"), url: fields.text("url") };
}
