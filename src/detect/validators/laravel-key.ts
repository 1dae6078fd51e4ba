import { Buffer } from "node:buffer";

/** `base64:` and 16 or 32 bytes (AES-128, AES-256), random enough. https://laravel.com/docs/encryption */
export function isLaravelKey(text: string): boolean {
  const bytes = Buffer.from(text.replace(/^base64:/, ""), "base64");
  if (bytes.length !== 16 && bytes.length !== 32) return false;
  // Random bytes repeat: 16 have at least 10 different ones, 32 at least 20, but for 1 in 10^6.
  return new Set(bytes).size >= (bytes.length === 16 ? 10 : 20);
}
