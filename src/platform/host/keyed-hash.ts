import { createHmac } from "node:crypto";
import type { KeyedHash } from "../../core/fingerprint.ts";

/**
 * HMAC-SHA256 over fields, each as its length in bytes (four, big-endian) and its UTF-8: without
 * lengths `["ab", "c"]` and `["a", "bc"]` would be the same. The first half of it, in hex.
 */
export function createKeyedHash(key: Uint8Array): KeyedHash {
  return (fields) => {
    const hash = createHmac("sha256", key);
    for (const field of fields) {
      const bytes = Buffer.from(field, "utf8");
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      hash.update(length).update(bytes);
    }
    return hash.digest("hex").slice(0, 32);
  };
}
